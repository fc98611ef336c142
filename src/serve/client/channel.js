// The channel on which the server tells what changed. It is closed while nobody looks at the tab.

/** First and longest pause before the server is looked for again, in milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 2000;

/** After a greeting the problems follow at once, if there are any. */
const PROBLEMS_FOLLOW = 400;

let stream = null;
let timer = 0;
let pause = FIRST_PAUSE;
/** Whether something may have been missed since the server was heard last. */
let missed = false;
/** The problems on show may be from before a pause. */
let settling = 0;

const isSeen = () => document.visibilityState !== 'hidden';

function closeChannel() {
  clearTimeout(timer);
  clearTimeout(settling);
  stream?.close();
  stream = null;
}

function openChannel() {
  closeChannel();
  if (!isSeen()) return;
  const query = new URLSearchParams({ token: state.token, path: location.pathname });
  const opened = new EventSource(`/livereload/events?${query}`);
  stream = opened;
  opened.onmessage = ({ data }) => quietly(() => {
    if (stream === opened) hear(JSON.parse(data));
  });
  opened.onerror = () => quietly(() => {
    if (stream === opened) lose();
  });
}

/** The server is gone, or is another one that does not know our token: it is asked for the page until it answers. */
function lose() {
  closeChannel();
  missed = true;
  showLost();
  timer = setTimeout(() => quietly(findAgain, lose), pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

async function findAgain() {
  const page = await fetchPage();
  if (!isSeen() || stream) return;
  if (page?.moved) {
    location.replace(page.moved);
    return;
  }
  if (!page?.tag) {
    lose();
    return;
  }
  state.token = page.tag.token;
  want({ page: true, fetched: page });
  openChannel();
}

function hear(message) {
  if (message.type === 'hello') {
    pause = FIRST_PAUSE;
    hideLost();
    // Problems that are over were perhaps taken back while the channel was closed.
    settling = setTimeout(() => quietly(hideProblems), PROBLEMS_FOLLOW);
    const isOther = message.build !== state.build;
    if (missed || isOther) want({ page: isOther, compare: true });
    missed = false;
  } else if (message.type === 'changed') {
    want({ page: message.page === true && !(message.build <= state.build), files: message.files ?? [], go: message.go ?? null, build: message.build });
  } else if (message.type === 'problems') {
    clearTimeout(settling);
    showProblems(message.items, message.more, message.shown === true);
  } else if (message.type === 'fixed') {
    clearTimeout(settling);
    hideProblems();
  }
}
