import { sendClaim } from './send-claim.ts';
import { aheadMs, digitsOf, type Look, lotOf } from './server-clock.ts';

// The page is complete without this: it has the button, the time of the opening and what was left when it was drawn (docs/adr/0006).

type Said = 'open' | 'early' | 'sending' | 'busy' | 'unknown' | 'lost' | 'later' | 'answered' | 'signed_out';

const second = 1000;
const minute = 60 * second;
/** Seconds before the opening at which the time left is said aloud. */
const marks = [600, 300, 60, 10] as const;
const looksKept = 8;
const lookAgainMs = 5 * minute;
const stayMs = 10 * minute;
const warm = { fromMs: 70 * second, toMs: 10 * second };
const buttonComesMs = 60 * minute;

const page = document.querySelector<HTMLElement>('[data-opening]');
if (page !== null) begin(page, document.querySelector<HTMLFormElement>('form#enrol'));

function begin(page: HTMLElement, form: HTMLFormElement | null): void {
  const { answer = '/children', draft = '0', opens, now } = page.dataset;
  const lot = lotOf(draft);
  const say = speaker(page);
  const clock = serverClock(Number(now), draw);
  const leftMs = () => Number(opens) - clock.now();
  const button = form?.querySelector('button') ?? null;
  const digits = page.querySelector('[data-digits]');
  let sending = false;

  function draw(): void {
    const left = leftMs();
    const open = left <= 0;
    if (digits !== null) digits.textContent = digitsOf(left);
    page.toggleAttribute('data-open', open);
    button?.setAttribute('aria-disabled', String(!open || sending));
    if (sending) return;
    const mark = marks.find((seconds) => Math.ceil(left / second) === seconds);
    if (mark !== undefined) say(mark);
    if (open) say('open', 'later');
  }

  function tick(): void {
    draw();
    const left = leftMs();
    // An hour before, the button comes with a new page, each family's at a moment of its own.
    if (form === null && left > 0 && left < buttonComesMs * (1 - lot / 12) - 2 * second) return location.reload();
    setTimeout(tick, left > 0 ? left % second || second : second);
  }

  async function press(pool: number): Promise<void> {
    if (leftMs() > 0) return say('early');
    if (sending) return;
    sending = true;
    say('sending');
    draw();
    const sent = await sendClaim({ claim: { draft, wishes: [pool] }, fetch: (url, init) => fetch(url, init), pauseMs, say, lot });
    if (sent.kind === 'answered') {
      say('answered', null, sent.number);
      return location.replace(sent.earlier ? `${answer}?earlier` : answer);
    }
    if (sent.kind === 'gone') return location.replace(answer);
    if (sent.kind === 'signed_out') return location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
    sending = false;
    if (sent.kind === 'early') clock.wake();
    say(sent.kind === 'early' ? 'early' : 'later');
    draw();
  }

  /** The session must not end while the family waits; nor is it a surprise at the opening that it has. */
  async function stay(): Promise<void> {
    const status = await fetch('/api/v1/session', { cache: 'no-store' }).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 401) say('signed_out');
  }

  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void press(Number(new FormData(form).get('pool')));
  });
  for (const one of page.querySelectorAll<HTMLElement>('[data-unscripted]')) one.hidden = true;
  setInterval(() => void stay(), stayMs * (0.8 + lot / 5));
  // Shortly before the opening a connection is opened and kept, each family's at a moment of its own.
  const warmMs = leftMs() - warm.toMs - lot * (warm.fromMs - warm.toMs);
  if (warmMs > 0) setTimeout(() => void clock.look().then(stay), warmMs);
  tick();
}

/** Shows one of the texts that the page brings with it, and hides the others; `unless` one of them stands there. */
function speaker(page: HTMLElement): (what: Said | number, unless?: Said | null, number?: number | null) => void {
  const texts = [...page.querySelectorAll<HTMLElement>('[data-say]')];
  let said: Said | number | null = null;
  return (what, unless, number) => {
    if (said === what || (said !== null && said === unless)) return;
    said = what;
    for (const one of texts) {
      one.hidden = one.dataset['say'] !== String(what);
      if (!one.hidden && number) one.append(` ${number}`);
    }
  };
}

/** The server's clock as this machine sees it; until the server is asked, its time is the one the page was drawn at. */
function serverClock(drawnMs: number, seen: () => void) {
  let looks: readonly Look[] = [];
  let ahead = drawnMs - performance.now();

  async function look(): Promise<void> {
    const askedMs = performance.now();
    try {
      const response = await fetch('/api/v1/clock', { cache: 'no-store' });
      const { now } = (await response.json()) as { readonly now?: unknown };
      // A server that is being stopped says something else than the time.
      if (typeof now !== 'number') throw new Error('no time was told');
      looks = [...looks, { askedMs, answeredMs: performance.now(), serverMs: now }].slice(-looksKept);
      ahead = aheadMs(looks);
    } catch {
      // Without a connection the steady clock goes on.
    }
    seen();
  }

  /** The machine may have slept, and its steady clock with it: what was seen before does not count any more. */
  function wake(): void {
    looks = [];
    void look();
  }

  addEventListener('online', wake);
  addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', () => void (document.hidden || wake()));
  setInterval(() => void look(), lookAgainMs);
  return { now: () => performance.now() + ahead, look, wake };
}

/** Waits, or until the network comes back. */
function pauseMs(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    }
    addEventListener('online', done);
  });
}
