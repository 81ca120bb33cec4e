// News from the server as they happen. While the stream is down, the same is asked for every few seconds; a page
// nobody looks at listens to nothing (browsers allow few connections to one server).

const poll_ms = 3000;
const pause_ms = [500, 1000, 2000, 5000];

/// `events`: name -> act(data). `poll()` brings the page up to date; it may fail. `state('live' | 'polling' |
/// 'lost')` is told whenever that changes. `gone()`: the server answers, and what is followed is not there, or not for this person; that is
/// the end of it. Answers how to end it.
export function follow(path, { events, poll, state = () => {}, gone = null }) {
  let source = null;
  let timer = null;
  let ended = false;
  let failures = 0;
  let now = '';

  const become = (next) => {
    if (next === now) return;
    now = next;
    state(next);
  };

  const stop = () => {
    source?.close();
    source = null;
    clearTimeout(timer);
    timer = null;
  };

  const end = () => {
    ended = true;
    stop();
    document.removeEventListener('visibilitychange', turn);
  };

  function isOver(why) {
    if (ended || !gone || why.status !== 404) return false;
    end();
    gone();
    return true;
  }

  async function askInstead() {
    clearTimeout(timer);
    timer = null;
    if (ended || now === 'live' || document.hidden) return;
    try {
      await poll();
      if (!ended && now !== 'live') become('polling');
    } catch (why) {
      if (isOver(why)) return;
      if (!ended && now !== 'live') become('lost');
    }
    if (!ended && now !== 'live' && !timer) timer = setTimeout(askInstead, poll_ms);
  }

  function open() {
    if (ended || document.hidden) return;
    source?.close();
    source = new EventSource(path);
    source.addEventListener('open', () => {
      failures = 0;
      clearTimeout(timer);
      timer = null;
      become('live');
    });
    source.addEventListener('error', () => {
      source?.close();
      source = null;
      if (ended || document.hidden) return;
      if (now === 'live' || now === '') become('waiting');
      setTimeout(open, pause_ms[Math.min(failures++, pause_ms.length - 1)]);
      if (!timer) timer = setTimeout(askInstead, 100);
    });
    for (const [name, act] of Object.entries(events))
      source.addEventListener(name, (event) => {
        if (!ended) act(JSON.parse(event.data), Number(event.lastEventId));
      });
  }

  const turn = () => {
    stop();
    now = '';
    if (document.hidden) return;
    // What happened while nobody looked.
    poll().catch(isOver);
    open();
  };

  document.addEventListener('visibilitychange', turn);
  open();
  return end;
}
