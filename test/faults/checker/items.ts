import { numberOf, wordOf, type Happened } from './happened.ts';

/** All that happened: each case in order, and what customers did outside any. */
export type History = { cases: Map<string, Happened[]>; customers: Map<string, Happened[]> };

/** One thing a KPI counts, and what it counts of it. `at` puts it into a day. */
export type Item = { at: number; team: string };

export const SECOND = 1_000;
export const HOUR = 3_600 * SECOND;
export const DAY = 24 * HOUR;

/** What is known of a case at one of its steps: what the step says, else the latest before it that says, else the opening. */
export function knownAt(steps: Happened[], step: Happened, name: string): string {
	const until = steps.slice(0, steps.indexOf(step) + 1);
	const says = until.findLast((earlier) => wordOf(earlier, name) !== '');
	if (says) return wordOf(says, name);
	const opening = openingOf(steps);
	return opening ? wordOf(opening, name) : '';
}

const NEED_OPENING = ['case.resolved', 'case.abandoned', 'case.contacted', 'case.reopened'];

/** Whether a step comes after what it answers: the opening; for an answer the survey, where it is known to have been sent. */
function canBe(steps: Happened[], step: Happened): boolean {
	if (NEED_OPENING.includes(step.type)) return step.at >= (openingOf(steps)?.at ?? Infinity);
	const survey = wordOf(step, 'survey');
	if (step.type !== 'survey.answered' || survey === '') return true;
	const sent = steps.find((other) => other.type === 'survey.sent' && wordOf(other, 'survey') === survey);
	return !sent || step.at >= sent.at;
}

/** The steps of some types that a KPI may count. */
export const all = (steps: Happened[], ...types: string[]) =>
	steps.filter((step) => types.includes(step.type) && canBe(steps, step));
export const openingOf = (steps: Happened[]) => steps.find(({ type }) => type === 'case.opened');

/** First-response promises of the trade, in ms. */
const PROMISED: Record<string, number> = {
	phone: 15 * SECOND,
	chat: 60 * SECOND,
	counter: 600 * SECOND,
	social: HOUR,
	email: DAY,
	web: DAY
};

export type Response = Item & { waited: number | null; kept: boolean | null; defects: number };

/** Each opening and reopening, to the first reply before the next. */
export function responses({ cases }: History): Response[] {
	const items: Response[] = [];
	for (const steps of cases.values()) {
		const opening = openingOf(steps);
		const openings = all(steps, 'case.opened', 'case.reopened').filter(
			(step) => step === opening || step.type === 'case.reopened'
		);
		const replies = all(steps, 'case.responded');
		openings.forEach((from, index) => {
			const next = openings[index + 1];
			const reply = replies.find(({ at }) => at >= from.at && (!next || at < next.at));
			const early = index === 0 && from === opening ? replies.filter(({ at }) => at < from.at).length : 0;
			const promised = PROMISED[knownAt(steps, from, 'channel')];
			const waited = reply ? reply.at - from.at : null;
			const kept = waited === null || promised === undefined ? null : waited <= promised;
			if (reply || early > 0)
				items.push({ at: from.at, team: knownAt(steps, from, 'team'), waited, kept, defects: early });
		});
	}
	return items;
}

export type Arrival = Item & {
	outcome: 'answered' | 'abandoned' | 'waiting';
	waited: number | null;
	promised: number | undefined;
};

/** Each case opened, and how its waiting ended. */
export function arrivals({ cases }: History, asOf: number): Arrival[] {
	const items: Arrival[] = [];
	for (const steps of cases.values()) {
		const opening = openingOf(steps);
		if (!opening) continue;
		const item = {
			at: opening.at,
			team: knownAt(steps, opening, 'team'),
			promised: PROMISED[knownAt(steps, opening, 'channel')]
		};
		const answer = all(steps, 'case.responded').find(({ at }) => at >= opening.at);
		const gone = all(steps, 'case.abandoned')[0];
		const told = gone?.data.wait_known !== false;
		const over = all(steps, 'case.resolved', 'case.closed').some(({ at }) => at >= opening.at);
		if (gone && (!answer || (told && steps.indexOf(gone) < steps.indexOf(answer)))) {
			const waited = told && gone.at >= opening.at ? gone.at - opening.at : null;
			items.push({ ...item, outcome: 'abandoned', waited });
		} else if (answer) items.push({ ...item, outcome: 'answered', waited: answer.at - opening.at });
		else if (!over) items.push({ ...item, outcome: 'waiting', waited: asOf - opening.at });
	}
	return items;
}

export type Resolution = Item & { took: number | null };

/** Each resolved case, from its opening to its last resolution; and, without a duration, every resolution before that. */
export function resolutions({ cases }: History): Resolution[] {
	const items: Resolution[] = [];
	for (const steps of cases.values()) {
		const opening = openingOf(steps);
		if (!opening) continue;
		const last = all(steps, 'case.resolved').at(-1);
		const early = steps.filter(({ type, at }) => type === 'case.resolved' && at < opening.at);
		if (last) items.push({ at: last.at, team: knownAt(steps, last, 'team'), took: last.at - opening.at });
		for (const step of early) items.push({ at: step.at, team: knownAt(steps, step, 'team'), took: null });
	}
	return items;
}

export type Opening = Item & { complaint: boolean };

export function openings({ cases }: History): Opening[] {
	const items: Opening[] = [];
	for (const steps of cases.values()) {
		const opening = openingOf(steps);
		if (!opening) continue;
		const complaint = opening.data.kind === 'complaint';
		items.push({ at: opening.at, team: knownAt(steps, opening, 'team'), complaint });
	}
	return items;
}

export type Survey = Item & { score: number | null };

/** Each csat invitation's latest answer, brought to 1 to 5 (score), and each invitation sent (score null). */
export function surveys({ cases }: History): Survey[] {
	const items: Survey[] = [];
	for (const steps of cases.values()) {
		const latest = new Map<string, Happened>();
		for (const step of all(steps, 'survey.sent', 'survey.answered')) {
			const invitation = wordOf(step, 'survey') || `${step.source}\n${step.id}`;
			latest.set([step.type, invitation, wordOf(step, 'instrument')].join('\n'), step);
		}
		for (const step of latest.values()) {
			const instrument = wordOf(step, 'instrument');
			const item = { at: step.at, team: knownAt(steps, step, 'team') };
			if (step.type === 'survey.sent') {
				if (instrument === 'csat' || instrument === '') items.push({ ...item, score: null });
			} else if (instrument === 'csat') {
				const scale = numberOf(step, 'scale') ?? 5;
				items.push({ ...item, score: 1 + (4 * ((numberOf(step, 'score') ?? 0) - 1)) / (scale - 1) });
			}
		}
	}
	return items;
}
