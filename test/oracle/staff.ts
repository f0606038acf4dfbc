import { ofType, type History } from './history.ts';
import { placed, rowsOf, type Question } from './question.ts';
import { satisfied } from './satisfaction.ts';
import { placeOnScale } from './surveys.ts';

const FEW = 5;

/** Nothing but how many: so few could be told apart. */
const hidden = (n: number) => ({
	...satisfied([]),
	n,
	denominator: n,
	hidden: true
});

/** Staff satisfaction: as customers', but never of so few that somebody could be recognised. */
export function staffSatisfaction(history: History, question: Question) {
	if (question.by === 'agent') throw new Error('staff satisfaction is never shown by person');
	const surveyed = ofType(history.others, 'staff.surveyed').map((event) => ({
		...placed([], event),
		place: placeOnScale(event)
	}));
	return rowsOf(surveyed, question, (items) =>
		items.length < FEW
			? hidden(items.length)
			: { ...satisfied(items.map(({ place }) => place)), hidden: false }
	);
}
