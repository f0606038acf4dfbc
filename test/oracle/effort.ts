import { ofType, openingOf, type Happened, type History } from './history.ts';
import { placed, rowsOf, type Item, type Question } from './question.ts';
import { count, share } from './sums.ts';
import { distributionOf, scoreOf, surveysOf } from './surveys.ts';

/** An answer, or an opening with all that ever happened in its case. */
type Either = Item & { score: number | null; life: Happened[] };

const answers = (history: History) =>
	surveysOf(history, 'survey.answered', ['ces']).map(({ event, ...item }): Either => ({
		...item,
		score: scoreOf(event),
		life: []
	}));

const cases = (history: History) =>
	history.cases.flatMap((life): Either[] => {
		const opening = openingOf(life);
		return opening ? [{ ...placed(life, opening), score: null, life }] : [];
	});

/** Who said that it was made easy; and beside it the effort that cases opened at the time took. */
export function effort(history: History, question: Question) {
	return rowsOf([...answers(history), ...cases(history)], question, (items) => {
		const scores = items.flatMap(({ score }) => (score === null ? [] : [score]));
		const happened = items.flatMap(({ life }) => life);
		const opened = items.length - scores.length;
		const contacted = ofType(happened, 'case.contacted').length;
		return {
			...share(
				count(scores, (score) => score >= 5),
				scores.length,
				0
			),
			distribution: distributionOf(scores, 1, 7),
			cases: opened,
			contacts: opened + contacted,
			transfers: ofType(happened, 'case.transferred').length,
			repeats: contacted + ofType(happened, 'case.reopened').length
		};
	});
}
