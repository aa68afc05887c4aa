import type { Persona } from '../population/personas.ts';
import { type LoginLanguage, loginTexts } from './login-texts.ts';

/** What the sign-in page of the simulator shows. Plain HTML, no scripts. */
export type LoginPage = {
  readonly locale: LoginLanguage;
  /** Path the forms post to. */
  readonly action: string;
  readonly personas: readonly Persona[];
  readonly unknownPin: boolean;
};

export function drawLoginPage({ locale, action, personas, unknownPin }: LoginPage): string {
  const text = loginTexts[locale];
  const digits = String(personas[0]?.pin.length ?? '');
  const people = personas
    .map(({ pin, title }) => `<li><button name="pin" value="${escape(pin)}">${escape(title[locale] ?? title.ru)}</button></li>`)
    .join('\n');
  const problem = unknownPin ? `<p class="problem" id="problem" role="alert">${text.unknown.replace('#', digits)}</p>` : '';
  const described = unknownPin ? ' aria-invalid="true" aria-describedby="problem"' : '';
  return page(
    locale,
    text.title,
    `<p class="note">${text.simulator}</p>
<h1>${text.title}</h1>
${problem}
<form method="post" action="${escape(action)}">
<label for="pin">${text.pin.replace('#', digits)}</label>
<input id="pin" name="pin" inputmode="numeric" autocomplete="off" maxlength="20" required${described}>
<button class="main">${text.enter}</button>
</form>
<h2>${text.choose}</h2>
<form method="post" action="${escape(action)}">
<ul>
${people}
</ul>
</form>
<form method="post" action="${escape(action)}">
<button name="cancel" value="yes">${text.cancel}</button>
</form>`,
  );
}

/** The page that asks whether to end the session; `form` is the provider's own. It does not know whom it asks: it speaks every language. */
export function drawLogoutPage(form: string): string {
  return page(
    'ru',
    loginTexts.ru.leave,
    `<p class="note">${loginTexts.ru.simulator}</p>
<h1>${inEveryLanguage('leaveAsked')}</h1>
${form}
<button class="main" type="submit" form="op.logoutForm" name="logout" value="yes">${inEveryLanguage('leave')}</button>`,
  );
}

/** The page after the session has ended. */
export function drawLeftPage(): string {
  return page('ru', loginTexts.ru.left, `<p class="note">${loginTexts.ru.simulator}</p><h1>${inEveryLanguage('left')}</h1>`);
}

/** The page of a sign-in that cannot go on. */
export function drawBeginAgainPage(): string {
  return page('ru', loginTexts.ru.beginAgain, `<p class="note">${loginTexts.ru.simulator}</p><h1>${inEveryLanguage('beginAgain')}</h1>`);
}

/** A page with one sentence: what the provider refused and why. */
export function drawMessagePage(message: string): string {
  return page('ru', loginTexts.ru.title, `<p class="note">${loginTexts.ru.simulator}</p><h1>${escape(message)}</h1>`);
}

function inEveryLanguage(said: 'leave' | 'leaveAsked' | 'left' | 'beginAgain'): string {
  return Object.entries(loginTexts)
    .map(([language, text]) => `<span lang="${language}">${text[said]}</span>`)
    .join(' · ');
}

const style = `body{font:1.25rem/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:1rem;color:#16202a;background:#fff}
h1{font-size:1.75rem}h2{font-size:1.35rem;margin-top:2rem}ul{list-style:none;padding:0}li{margin:.5rem 0}
label{display:block;font-weight:600}input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:2px solid #16202a}
button{font:inherit;width:100%;text-align:left;padding:.6rem .75rem;margin-top:.5rem;border:2px solid #4a5b6c;background:#f3f6f8;color:inherit;cursor:pointer}
.main{background:#0b4f9c;border-color:#0b4f9c;color:#fff;text-align:center}.note{background:#fff3c4;padding:.75rem}
.problem{border-left:.5rem solid #b3261e;padding-left:.75rem;color:#8c1d18;font-weight:600}
:focus-visible{outline:4px solid #f5a300;outline-offset:2px}`;

function page(locale: string, title: string, content: string): string {
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head>
<body><main>
${content}
</main></body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
