import { ofType, type Happened, type History } from './history.ts';
import { placed, rowsOf, type Item, type Question } from './question.ts';
import { count, share } from './sums.ts';

const ESCALATED = ['case.escalated', 'complaint.escalated'];

type Eligible = Item & { outcome: 'resolved' | 'escalated'; delivered: boolean; answered: boolean };

/** Sources that have ever said that a survey was delivered: of the others, a survey sent is taken as one. */
const deliverersOf = (history: History) =>
	new Set(
		history.cases.flatMap((events) =>
			events
				.filter(({ type, untimed }) => [type, untimed].includes('survey.delivered'))
				.map(({ source }) => source)
		)
	);

function wasDelivered(events: Happened[], deliverers: Set<string>) {
	if (ofType(events, 'survey.delivered').length > 0) return true;
	return ofType(events, 'survey.sent').some(({ source }) => !deliverers.has(source));
}

function eligible(history: History): Eligible[] {
	const deliverers = deliverersOf(history);
	return history.cases.flatMap((events) => {
		const first = ofType(events, 'case.resolved', ...ESCALATED)[0];
		if (!first) return [];
		const delivered = wasDelivered(events, deliverers);
		return [
			{
				...placed(events, first),
				outcome: ofType(events, ...ESCALATED).length > 0 ? 'escalated' : 'resolved',
				delivered,
				answered: delivered && ofType(events, 'survey.answered').length > 0
			}
		];
	});
}

const countsOf = (items: Eligible[]) => ({
	eligible: items.length,
	delivered: count(items, ({ delivered }) => delivered),
	answered: count(items, ({ answered }) => answered)
});

/** Who of those resolved or escalated was surveyed, and who of these answered. */
export function surveyResponse(history: History, question: Question) {
	return rowsOf(eligible(history), question, (items) => {
		const all = countsOf(items);
		const outcome = (name: string) => countsOf(items.filter((item) => item.outcome === name));
		return {
			...share(all.answered, all.delivered, 0),
			eligible: all.eligible,
			delivered: all.delivered,
			coverage: all.eligible === 0 ? null : all.delivered / all.eligible,
			outcomes: { resolved: outcome('resolved'), escalated: outcome('escalated') }
		};
	});
}
