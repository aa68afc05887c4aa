import { sendClaim } from './send-claim.ts';
import { aheadMs, digitsOf, type Look, lotOf } from './server-clock.ts';

// The page is complete without this: it has the button, the time of the opening and what was left when it was drawn. See docs/adr/0006.

const page = document.querySelector<HTMLElement>('[data-opening]');
const form = document.querySelector<HTMLFormElement>('form#enrol');
if (page !== null) begin(page, form);

type Said = 'open' | 'early' | 'sending' | 'busy' | 'unknown' | 'lost' | 'later' | 'answered' | 'signed_out';

/** Seconds before the opening at which the time left is said aloud. */
const marks = [600, 300, 60, 10] as const;
const looksKept = 8;
const lookAgainMs = 5 * 60_000;
const stayMs = 10 * 60_000;
const hourMs = 60 * 60_000;
const warmFromMs = 70_000;
const warmToMs = 10_000;

function begin(page: HTMLElement, form: HTMLFormElement | null): void {
  const opensMs = Number(page.dataset['opens']);
  const here = location.pathname + location.search;
  const { answer = '/children', draft = '0' } = page.dataset;
  const lot = lotOf(draft);
  const button = form?.querySelector('button') ?? null;
  const digits = page.querySelector('[data-digits]');
  // Until the server is asked, its time is the one the page was drawn at.
  let looks: readonly Look[] = [];
  let ahead = Number(page.dataset['now']) - performance.now();
  let said: Said | number | null = null;
  let busy = false;

  const leftMs = () => opensMs - (performance.now() + ahead);

  function say(what: Said | number, number?: number | null): void {
    if (said === what) return;
    said = what;
    for (const one of page.querySelectorAll<HTMLElement>('[data-say]')) {
      one.hidden = one.dataset['say'] !== String(what);
      if (!one.hidden && number) one.append(` ${number}`);
    }
  }

  async function look(): Promise<void> {
    const askedMs = performance.now();
    try {
      const response = await fetch('/api/v1/clock', { cache: 'no-store' });
      const { now } = (await response.json()) as { readonly now: number };
      looks = [...looks, { askedMs, answeredMs: performance.now(), serverMs: now }].slice(-looksKept);
      ahead = aheadMs(looks);
    } catch {
      // Without a connection the steady clock goes on.
    }
    draw();
  }

  /** Looks at the clock anew, for the machine may have slept: what was seen before does not count any more. */
  function wake(): void {
    looks = [];
    void look();
  }

  /** The session must not end while the family waits; nor is it a surprise at the opening that it has. */
  async function stay(): Promise<void> {
    try {
      if ((await fetch('/api/v1/session', { cache: 'no-store' })).status === 401) say('signed_out');
    } catch {
      // Said when something is sent.
    }
  }

  function draw(): void {
    const left = leftMs();
    if (digits !== null) digits.textContent = digitsOf(left);
    const open = left <= 0;
    page.toggleAttribute('data-open', open);
    button?.setAttribute('aria-disabled', String(!open || busy));
    if (busy) return;
    if (open && said !== 'later') say('open');
    const mark = marks.find((seconds) => Math.ceil(left / 1000) === seconds);
    if (mark !== undefined) say(mark);
  }

  function tick(): void {
    draw();
    const left = leftMs();
    // An hour before, the button comes with a new page, each family's at a moment of its own.
    if (form === null && left > 0 && left < hourMs * (1 - lot / 12) - 2000) return location.reload();
    setTimeout(tick, left > 0 ? Math.min(left, left % 1000 || 1000) : 1000);
  }

  async function press(pool: number): Promise<void> {
    if (leftMs() > 0) return say('early');
    if (busy) return;
    busy = true;
    say('sending');
    draw();
    const sent = await sendClaim({ claim: { draft, wishes: [pool] }, fetch: (url, init) => fetch(url, init), pauseMs: pause, say, lot });
    if (sent.kind === 'answered') {
      say('answered', sent.number);
      return location.replace(sent.earlier ? `${answer}?earlier` : answer);
    }
    if (sent.kind === 'gone') return location.replace(answer);
    if (sent.kind === 'signed_out') return location.assign(`/sign-in?to=${encodeURIComponent(here)}`);
    busy = false;
    if (sent.kind === 'early') wake();
    say(sent.kind === 'early' ? 'early' : 'later');
    draw();
  }

  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void press(Number(new FormData(form).get('pool')));
  });
  for (const one of page.querySelectorAll<HTMLElement>('[data-unscripted]')) one.hidden = true;
  addEventListener('online', wake);
  addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', () => void (document.hidden || wake()));
  setInterval(() => void look(), lookAgainMs);
  setInterval(() => void stay(), stayMs * (0.8 + lot / 5));
  // Shortly before the opening a connection is opened and kept, each family's at a moment of its own.
  const warmMs = leftMs() - warmToMs - lot * (warmFromMs - warmToMs);
  if (warmMs > 0) setTimeout(() => void look().then(stay), warmMs);
  tick();
}

function pause(ms: number): Promise<void> {
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
