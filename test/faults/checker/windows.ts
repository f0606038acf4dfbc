import { numberOf, wordOf, type Happened } from './happened.ts';
import { all, DAY, HOUR, knownAt, openingOf, type History, type Item } from './items.ts';

// What is judged only once a window has passed, and looks at a customer's other cases.

type Visit = { at: number; topic: string; case_id: string };

/** Every moment a known customer opened a case or came back in one. */
function visits({ cases }: History): Map<string, Visit[]> {
	const found = new Map<string, Visit[]>();
	for (const [case_id, steps] of cases) {
		const opening = openingOf(steps);
		for (const step of all(steps, 'case.opened', 'case.contacted')) {
			if (step !== opening && step.type !== 'case.contacted') continue;
			const customer = knownAt(steps, step, 'customer');
			if (customer === '') continue;
			const visit = { at: step.at, topic: knownAt(steps, step, 'topic'), case_id };
			found.set(customer, [...(found.get(customer) ?? []), visit]);
		}
	}
	return found;
}

export type FirstContact = Item & {
	mature: boolean;
	repeated: boolean;
	unidentified: boolean;
	said: number | null;
};

/** Each case with a resolution: whether the customer had to come back within seven days of the first. */
export function firstContacts(history: History, asOf: number): FirstContact[] {
	const items: FirstContact[] = [];
	const visited = visits(history);
	for (const [case_id, steps] of history.cases) {
		const first = all(steps, 'case.resolved')[0];
		if (!first) continue;
		const opening = openingOf(steps);
		const until = first.at + 7 * DAY;
		const customer = knownAt(steps, first, 'customer');
		const topic = knownAt(steps, first, 'topic');
		const here = all(steps, 'case.contacted', 'case.reopened').some(
			({ at }) => (!opening || at >= opening.at) && at <= until
		);
		const elsewhere = (visited.get(customer) ?? []).some(
			(visit) =>
				visit.case_id !== case_id &&
				visit.at >= first.at &&
				visit.at <= until &&
				(topic === '' || visit.topic === '' || visit.topic === topic)
		);
		const word = all(steps, 'survey.answered')
			.filter((step) => wordOf(step, 'instrument') === 'fcr')
			.at(-1);
		items.push({
			at: first.at,
			team: knownAt(steps, first, 'team'),
			mature: asOf > until,
			repeated: here || elsewhere,
			unidentified: customer === '',
			said: word ? numberOf(word, 'score') : null
		});
	}
	return items;
}

type Judged = { mature: boolean; kept: boolean };
export type Complaint = Item & {
	unidentified: boolean;
	remedied: Judged;
	confirmed: Judged;
	no_relapse: Judged;
	retained: Judged;
};

type Received = { at: number; reason: string; case_id: string };

const complaintOf = (steps: Happened[]) => {
	const opening = openingOf(steps);
	return opening?.data.kind === 'complaint' ? opening : undefined;
};

/** What each customer complained of, and when. */
function complaintsReceived({ cases }: History): Map<string, Received[]> {
	const received = new Map<string, Received[]>();
	for (const [case_id, steps] of cases) {
		const opening = complaintOf(steps);
		const customer = opening ? knownAt(steps, opening, 'customer') : '';
		if (!opening || customer === '') continue;
		const complaint = { at: opening.at, reason: wordOf(opening, 'reason'), case_id };
		received.set(customer, [...(received.get(customer) ?? []), complaint]);
	}
	return received;
}

/** Each complaint received and the four steps of making it good. */
export function complaints(history: History, asOf: number): Complaint[] {
	const items: Complaint[] = [];
	const received = complaintsReceived(history);
	for (const [case_id, steps] of history.cases) {
		const opening = complaintOf(steps);
		if (!opening) continue;
		const { at } = opening;
		const customer = knownAt(steps, opening, 'customer');
		const remedy = all(steps, 'complaint.remedied').find((step) => step.at >= at);
		const answer = all(steps, 'complaint.confirmed')
			.filter((step) => step.at >= at && step.at <= at + 14 * DAY)
			.at(-1);
		const again = (received.get(customer) ?? []).some(
			(other) =>
				remedy !== undefined &&
				other.case_id !== case_id &&
				other.reason === wordOf(opening, 'reason') &&
				other.at >= remedy.at &&
				other.at <= remedy.at + 30 * DAY
		);
		const loyalty = (history.customers.get(customer) ?? []).filter(
			(event) => event.at >= at && event.at < at + 90 * DAY
		);
		const active = loyalty.some((event) => event.type === 'customer.active' && event.at >= at + 60 * DAY);
		const left = loyalty.some((event) => event.type === 'customer.left');
		items.push({
			at,
			team: knownAt(steps, opening, 'team'),
			unidentified: customer === '',
			remedied: { mature: asOf > at + 24 * HOUR, kept: !!remedy && remedy.at <= at + 24 * HOUR },
			confirmed: {
				mature: asOf > at + 14 * DAY,
				kept: !!answer && (numberOf(answer, 'satisfied') ?? 0) >= 4
			},
			no_relapse: { mature: asOf > (remedy?.at ?? at) + 31 * DAY, kept: !!remedy && !again },
			retained: { mature: asOf > at + 90 * DAY, kept: active && !left }
		});
	}
	return items;
}
