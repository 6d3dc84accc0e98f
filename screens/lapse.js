// What was typed leaves the page by itself when nobody has touched it for so long, with or without a connection. The server is told, then and of each touch.
const KEY = 'how-far-to-go', OVER = 'how-far-to-go-over';
const kept = (value) => { // remembered over a reload: 'over' until somebody begins again, then 'began'
  try {
    if (value === undefined) return sessionStorage.getItem(OVER);
    if (value) sessionStorage.setItem(OVER, value); else sessionStorage.removeItem(OVER);
  } catch (e) {}
  return null;
};

const again = (away) => fetch(location.href, { cache: 'no-store' }).then(() => location.reload(), away); // not while there is nothing to come back to

// All of the page gives way to these words and a button. Only the stylesheet stays.
const cover = (words) => {
  const root = document.querySelector('[data-testid="stApp"]') || document.body;
  const style = [...document.querySelectorAll('style')].find((one) => one.textContent.includes('#hf-cover'));
  const page = document.createElement('main'), said = document.createElement('h1'), button = document.createElement('button');
  page.id = 'hf-cover'; page.style.colorScheme = getComputedStyle(root).colorScheme;
  said.id = 'hf-said'; said.textContent = words;
  button.textContent = 'Start afresh'; button.setAttribute('aria-describedby', said.id);
  button.onclick = () => { kept('began'); again(() => { said.textContent = words + ' There is no connection just now. It begins when there is.'; }); };
  page.append(said, button);
  document.body.replaceChildren(...(style ? [style.cloneNode(true)] : []), page);
  button.focus();
};

const begin = () => {
  const self = { last: Date.now(), told: 0, data: null, tell: null, ended: false };
  const inRoom = () => document.querySelector('.hf-step'); // a room on the screen holds no case, and goes on
  const end = () => {
    self.ended = true;
    try { sessionStorage.removeItem(KEY); } catch (e) {}
    kept('over');
    self.tell('over', Date.now());
    cover(self.data.words);
    window.WebSocket = class { constructor() { throw new Error('over'); } }; // what is left of the page may not send it all again when the line is back
    const leave = () => again(() => setTimeout(leave, 15000)); // and goes from the browser's memory
    setTimeout(leave, 1000);
  };
  const look = () => {
    if (self.ended) return true;
    const left = self.last + self.data.keep_ms - Date.now();
    if (left <= 0 && !inRoom()) { end(); return true; }
    clearTimeout(self.timer); self.timer = setTimeout(look, left > 0 ? left : 60000);
    return false;
  };
  const report = () => { self.reporting = 0; self.told = Date.now(); self.tell('touched', { at: self.told, ago: self.told - self.last }); };
  const touched = () => {
    if (look()) return;
    self.last = Date.now();
    const every = Math.min(60000, self.data.keep_ms / 10);
    if (!self.reporting) self.reporting = setTimeout(report, Math.max(200, self.told + every - self.last));
  };
  for (const name of ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove', 'scroll']) document.addEventListener(name, touched, { passive: true, capture: true });
  for (const name of ['visibilitychange', 'resume']) document.addEventListener(name, look, true);
  for (const name of ['focus', 'pageshow', 'online']) window.addEventListener(name, look, true);
  self.look = look;
  return self;
};

export default function (component) {
  const { data, setStateValue } = component;
  const self = window.__hfLapse || (window.__hfLapse = begin());
  self.data = data; self.tell = setStateValue;
  if (self.ended) return;
  if (kept() === 'over') { self.ended = true; cover(data.words); return; }
  if (kept() === 'began') { kept(null); setStateValue('began', Date.now()); }
  self.look();
}
