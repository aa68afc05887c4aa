// While houses are typed, shows what is understood of them. Without this script the button does the same.
(() => {
  const form = document.querySelector('form[data-live]');
  const field = form?.querySelector('textarea');
  const shown = document.getElementById('understood');
  if (!form || !field || !shown) return;
  const note = { old: document.getElementById('live-old'), out: document.getElementById('live-out') };
  let timer;
  let asking = null;
  // What the reading that is shown was of.
  let read = field.value;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    tell();
    timer = setTimeout(look, 400);
  });
  window.addEventListener('online', look);

  /** A reading of a former text is marked as old; that no answer comes at all is said, too. */
  function tell(fault = null) {
    const isOld = field.value.trim() !== read.trim();
    shown.toggleAttribute('data-old', isOld);
    note.old?.toggleAttribute('hidden', !isOld || fault !== null);
    note.out?.toggleAttribute('hidden', !isOld || fault === null);
  }

  async function look() {
    const asked = field.value;
    if (asked.trim() === '' || asked.trim() === read.trim()) return tell();
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const body = new URLSearchParams(new FormData(form));
    const sent = { method: 'POST', body, headers: { accept: 'text/html' }, signal: mine.signal };
    const page = await fetch(form.dataset.live, sent)
      .then(async (response) =>
        response.ok && !response.redirected ? new DOMParser().parseFromString(await response.text(), 'text/html') : null,
      )
      .catch(() => null);
    if (asking !== mine) return;
    const then = page?.getElementById('understood');
    if (!then) return tell('out');
    read = asked;
    shown.replaceChildren(...then.childNodes);
    tell();
  }
})();
