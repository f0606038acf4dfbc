import type { History } from './history.ts';
import { rowsOf, type Item, type Question } from './question.ts';
import { count, share } from './sums.ts';
import { distributionOf, placeOnScale, surveysOf } from './surveys.ts';

type Surveyed = Item & { place: number | null };

/** Sums up answers by their places on their scales, brought to 1..5. */
export function satisfied(places: number[]) {
	const scores = places.map((place) => 1 + 4 * place);
	const n = scores.length;
	const sum = scores.reduce((total, score) => total + score, 0);
	return {
		...share(
			count(places, (place) => place >= 0.75),
			n,
			0
		),
		sum: n === 0 ? null : sum,
		mean: n === 0 ? null : sum / n,
		top_box: n === 0 ? null : count(scores, (score) => Math.floor(score) === 5) / n,
		distribution: distributionOf(scores, 1, 5)
	};
}

/** Surveys sent count as csat unless they say that they ask for something else. */
export function satisfaction(history: History, question: Question) {
	const answered = surveysOf(history, 'survey.answered', ['csat']).map(({ event, ...item }): Surveyed => ({
		...item,
		place: placeOnScale(event)
	}));
	const sent = surveysOf(history, 'survey.sent', ['csat', '']).map((item): Surveyed => ({
		...item,
		place: null
	}));
	return rowsOf([...answered, ...sent], question, (items) => {
		const places = items.flatMap(({ place }) => (place === null ? [] : [place]));
		return { ...satisfied(places), sent: items.length - places.length };
	});
}
