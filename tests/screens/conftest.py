"""The real app and its real runtime in this process, and a page that says what a browser would, on a clock that is moved by hand."""

from __future__ import annotations

import json
from concurrent.futures import Future

import pytest
from starlette.testclient import TestClient
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from rag import keep, loading
from rag.keep import Keep
from tests.clock import HandClock


class Page:
    """One browser's page, as far as the server can tell: it sends the value of every widget with each run, as a real one does."""

    def __init__(self, client: TestClient, name: str = "") -> None:
        self.client, self.name = client, name
        self.values: dict[str, WidgetState] = {}
        self.line = client.websocket_connect("/_stcore/stream", subprotocols=["streamlit"])
        self.line.__enter__()
        self.run()

    def close(self) -> None:
        self.line.__exit__(None, None, None)

    def run(self, **chosen: object) -> None:
        """A run, to its end, with new values of widgets by their keys: text, True for a press, a dictionary for a component."""
        self.ask(**chosen)
        while self._take() != "script_finished":
            pass

    def ask(self, **chosen: object) -> None:
        for key, value in chosen.items():
            self.values[key] = self._state(key, value)
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        asked.rerun_script.page_name = self.name
        asked.rerun_script.widget_states.widgets.extend(self.values.values())
        for key in [k for k, v in self.values.items() if v.WhichOneof("value") in ("trigger_value", "chat_input_value")]:
            del self.values[key]
        self.line.send_bytes(asked.SerializeToString())

    def _take(self) -> str:
        got = ForwardMsg()
        got.ParseFromString(self.line.receive_bytes())
        kind = got.WhichOneof("type")
        if kind == "new_session":
            self.ids, self.words, self.session_id = {}, "", got.new_session.initialize.session_id
        elif kind == "delta" and got.delta.WhichOneof("type") == "new_element":
            self._draw(got.delta.new_element)
        return "" if kind == "script_finished" and got.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN else kind

    def _draw(self, element) -> None:
        drawn = getattr(element, element.WhichOneof("type"))
        self.words += str(getattr(drawn, "body", "")) + str(getattr(drawn, "label", ""))
        if found := getattr(drawn, "id", ""):
            self.ids[found.split("-", 2)[-1]] = (found, element.WhichOneof("type"))

    def _state(self, key: str, value: object) -> WidgetState:
        state = WidgetState(id=self.ids[key][0])
        if self.ids[key][1] == "chat_input":
            state.chat_input_value.data = value
        elif value is True:
            state.trigger_value = True
        elif isinstance(value, dict):
            state.json_value = json.dumps(value)
        else:
            state.string_value = value
        return state

    @property
    def state(self):
        return runtime.get_instance().get_app_session(self.session_id).session_state.filtered_state

    @property
    def open(self) -> bool:
        return runtime.get_instance().is_active_session(self.session_id)


@pytest.fixture
def clock(monkeypatch) -> HandClock:
    clock = HandClock()
    monkeypatch.setattr(keep, "kept", Keep(lambda: 30, clock))
    return clock


@pytest.fixture(scope="package")
def client(engine):
    """The app; one for all, since a process has one runtime."""
    there = Future()
    there.set_result(engine)
    loading._future, before = there, loading._future
    import app

    with TestClient(app.app) as client:
        yield client
    loading._future = before


@pytest.fixture
def come(client, clock):
    """Opens pages, and closes them at the end."""
    pages = []

    def one(name: str = "") -> Page:
        pages.append(Page(client, name))
        return pages[-1]

    yield one
    for page in pages:
        page.close()
