import { error, fail, redirect } from '@sveltejs/kit';
import { enrolInput, wishesIn, wishesInput } from '#domain/application/input.ts';
import type { ChoicePage } from '#domain/application/view.ts';
import type { SignedIn } from '#server/session/service.ts';
import { readForm, type Sent } from '#lib/server/form.ts';
import { guarded, placeOf } from '#lib/server/guard.ts';
import { keepTyped } from '#lib/server/language.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { type EnrolSent, pressEnrol, pressWishes } from '#lib/server/press-enrol.ts';
import { isAnywhere } from '#lib/server/rules.ts';
import { wishListOf } from '#lib/server/wish-list.ts';
import { choiceHref } from '#lib/choice-links.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('child.read_own', async (event: PageServerLoadEvent, who) => {
  const { locals, params, request, url } = event;
  const { application, campaign } = locals.mektep;
  const page = await application.choose(who, params.child, chosenIn(url));
  if (page === null) error(404);
  // Nothing to choose now: the child's page says why. A claim just sent is answered here.
  const nothing =
    page.choice === null || (page.choice.step === 'language' && page.draft === null && (page.opening?.draft ?? null) === null);
  if (nothing && request.method !== 'POST') redirect(303, `/children/${params.child}`);
  return {
    ...page,
    anywhere: isAnywhere(campaign.policy, page.window),
    list: await wishListOf(locals.mektep, who, page, wishesOf(url)),
    restored: restoredForm(event, who),
    ...(page.draft !== null && { typedForm: 'enrol' }),
  };
});

export const actions = {
  enrol: guarded('seat.claim_own', async (event: RequestEvent, who) => {
    const form = await readForm(event.request, enrolInput, 'enrol');
    return form.kind === 'wrong' ? wrong(event, who, form, hasSeats) : pressEnrol(event, who, form.value);
  }),
  /** «Добавить в список»: the list stands in the address, and the choice begins anew for the next wish. */
  add: guarded('child.read_own', async (event: RequestEvent, who) => {
    if ((await event.locals.mektep.application.child(who, event.params.child)) === null) error(404);
    const form = await readForm(event.request, enrolInput, 'enrol');
    if (form.kind === 'wrong') return wrong(event, who, form, hasSeats);
    const wishes = wishesIn(`${wishesOf(event.url)}-${form.value.pool}`).join('-');
    redirect(303, choiceHref(event.params.child, { grade: chosenIn(event.url).grade, wishes }));
  }),
  list: guarded('seat.claim_own', async (event: RequestEvent, who) => {
    const form = await readForm(event.request, wishesInput, 'list');
    return form.kind === 'wrong' ? wrong(event, who, form, hasList) : pressWishes(event, who, form.value);
  }),
  language: guarded('child.read_own', async (event: RequestEvent): Promise<EnrolSent> => keepTyped(event)),
} satisfies Actions;

/** A form that was sent wrong is drawn again with what is wrong. Where it is not there any more, the page as it is now says what can be done. */
async function wrong(event: RequestEvent, who: SignedIn, { problems, typed }: Sent, isThere: IsThere) {
  const page = await event.locals.mektep.application.choose(who, event.params.child, chosenIn(event.url));
  if (page !== null && !(await isThere(event, who, page))) redirect(303, placeOf(event.url));
  return fail<EnrolSent>(400, { problems, typed });
}

type IsThere = (event: RequestEvent, who: SignedIn, page: ChoicePage) => boolean | Promise<boolean>;

const hasSeats: IsThere = (_event, _who, page) => page.choice?.step === 'language' && page.draft !== null;

const hasList: IsThere = async ({ locals, url }, who, page) => {
  const list = await wishListOf(locals.mektep, who, page, wishesOf(url));
  return list !== null && list.wishes.length > 0 && list.draft !== null;
};

/** The wishes listed so far, in order, as the address writes them. */
function wishesOf(url: URL): string {
  return url.searchParams.get('wishes') ?? '';
}

/** What was chosen so far stands in the page's address. */
function chosenIn(url: URL) {
  const asked = (name: string) => url.searchParams.get(name);
  const grade = Number(asked('grade'));
  return { grade: grade > 0 ? grade : null, region: asked('region'), district: asked('district'), school: asked('school') };
}
