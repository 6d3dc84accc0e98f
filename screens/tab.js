// Keeps a token for a refresh, hides the screen, blanks it when idle, brings what is new to the top, and says it to a screen reader.
export default function (component) {
  const { data, setStateValue } = component;
  const KEY = 'how-far-to-go';
  let stored = null;
  try { stored = sessionStorage.getItem(KEY); } catch (e) {}
  if (data.replace) { try { sessionStorage.removeItem(KEY); } catch (e) {} }
  // told once to each session: a page whose server went away comes back to another session without a reload
  else if (stored && stored !== data.offer && window.__hfTold !== stored + data.offer) { window.__hfTold = stored + data.offer; setStateValue('found', stored); }
  if (data.adopted) { try { sessionStorage.setItem(KEY, data.offer); } catch (e) {} }

  const root = document.querySelector('[data-testid="stApp"]') || document.body;
  const cover = () => {
    if (document.getElementById('hf-cover')) return;
    const box = document.createElement('div');
    box.id = 'hf-cover';
    box.setAttribute('role', 'dialog'); box.setAttribute('aria-modal', 'true'); box.setAttribute('aria-label', 'The screen is hidden');
    box.style.colorScheme = getComputedStyle(root).colorScheme;
    const words = document.createElement('p'); words.textContent = 'The screen is hidden. Your words are still here.';
    const button = document.createElement('button'); button.textContent = 'Show the screen';
    const before = document.activeElement;
    button.onclick = () => { box.remove(); root.inert = false; rest(); if (before && before.focus) before.focus(); };
    box.append(words, button); document.body.appendChild(box); root.inert = true; button.focus();
  };
  window.__hfCover = cover;
  const rest = () => { clearTimeout(window.__hfTimer); window.__hfTimer = setTimeout(cover, data.blank_ms); };
  if (!window.__hfListening) {
    window.__hfListening = true;
    for (const name of ['pointerdown', 'keydown', 'scroll']) document.addEventListener(name, () => window.__hfRest && window.__hfRest(), { passive: true, capture: true });
    // A hand on the page, and no event of a script, ends what brings it to a place.
    const hand = (event) => event.isTrusted && clearInterval(window.__hfLook);
    for (const name of ['wheel', 'touchmove', 'pointerdown', 'keydown']) document.addEventListener(name, hand, { passive: true, capture: true });
    document.addEventListener('click', (event) => {
      if (!event.target.closest) return;
      if (event.target.closest('.st-key-hide button')) window.__hfCover();
      // On a phone the menu lies over the page: it goes when something in it has been chosen.
      if (window.innerWidth < 700 && event.target.closest('[data-testid="stSidebarNavLink"]')) setTimeout(() => {
        const close = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
        if (close) close.click();
      }, 150);
    }, true);
    // A place to drop a file can be named and reached, so it must not also say that it is only for show.
    const FOR_SHOW = '[data-testid="stFileUploaderDropzone"][role="presentation"]';
    new MutationObserver(() => document.querySelectorAll(FOR_SHOW).forEach((place) => place.removeAttribute('role'))).observe(root, { childList: true, subtree: true });
  }
  window.__hfRest = rest; rest();

  // When the line is back, the page asks once for itself: where the server was another one meanwhile, it says so instead of standing there.
  window.__hfBack = () => setStateValue('back', Date.now());
  if (!window.__hfWatching) {
    window.__hfWatching = new MutationObserver(() => root.dataset.testConnectionState === 'CONNECTED' && window.__hfBack());
    window.__hfWatching.observe(root, { attributes: true, attributeFilter: ['data-test-connection-state'] });
  }

  // One polite live region for as long as the page lives: a region that is replaced with its words is not read out.
  let live = document.getElementById('hf-live');
  if (!live) {
    live = document.createElement('div');
    live.id = 'hf-live'; live.className = 'hf-unseen';
    live.setAttribute('role', 'status'); live.setAttribute('aria-live', 'polite');
    root.appendChild(live);
  }
  if (window.__hfSaid !== data.say) { window.__hfSaid = data.say; setTimeout(() => { live.textContent = data.say; }, 300); }

  // A new card, reply or notice is brought to the top, once, so that it is read from its beginning; otherwise the page stays where the reader is.
  const looked = window.__hfLooked || (window.__hfLooked = new Set());
  if (data.look && !looked.has(data.look)) {
    looked.add(data.look);
    const places = { card: '.hf-card', ids: '.hf-ids-top', notice: '.hf-notice', example: '.st-key-example', turn: '.hf-latest' };
    const kind = Object.keys(places).find((name) => data.look.startsWith(name));
    const PAGE = '[data-testid="stAppScrollToBottomContainer"], [data-testid="stMain"]';
    const look = () => {
      const all = kind ? document.querySelectorAll(places[kind]) : [];
      const one = kind === 'turn' ? all[all.length - 1] : all[0];
      // The page's own way to its end gives up only to a wheel; without one it and this would pull at the page in turn.
      for (const part of document.querySelectorAll(PAGE)) part.dispatchEvent(new WheelEvent('wheel'));
      if (one) one.scrollIntoView({ block: 'start' });
      else if (!kind) for (const part of document.querySelectorAll(PAGE)) part.scrollTop = 0;
      return !kind || Boolean(one);
    };
    // The page fills over some seconds on a slow device from when it is there, and goes to its end by itself meanwhile; a hand on it stops this.
    clearInterval(window.__hfLook);
    const stop = () => clearInterval(window.__hfLook);
    const most = performance.now() + 60000;
    let until = 0;
    window.__hfLook = setInterval(() => {
      if (performance.now() > (until || most)) return stop();
      const there = look();
      if (!there || (root.dataset.testScriptState === 'running' && performance.now() < most)) until = 0;
      else if (!until) until = performance.now() + 4000;
    }, 30);
  }
}
