import fc from 'fast-check';
import { maybe } from './said.ts';

const of = (instrument: string, ...scores: number[]) =>
	fc.constantFrom(...scores).map((score) => ({ instrument, score }));

/** Scores on scales of their own, at the edge of satisfied and just beside it. */
export const scaled = fc.constantFrom(
	{ score: 5 },
	{ score: 4 },
	{ score: 3.9 },
	{ score: 2 },
	{ score: 1, scale: 5 },
	{ score: 10, scale: 10 },
	{ score: 7.75, scale: 10 },
	{ score: 7, scale: 10 },
	{ score: 5, scale: 7 },
	{ score: 5.5, scale: 7 },
	{ score: 2, scale: 2 }
);

const rated = fc.record({
	dimension: fc.constantFrom('reliability', 'responsiveness', 'assurance', 'empathy', 'tangibles'),
	expectation: fc.constantFrom(7, 6, 5.5),
	perception: fc.constantFrom(7, 6, 4.25, 1)
});

const servqual = fc
	.array(rated, { maxLength: 4 })
	.map((items) => ({ instrument: 'servqual', ...(items.length > 0 ? { items } : {}) }));

const told = fc.oneof(
	{ weight: 8, arbitrary: scaled.map((score) => ({ instrument: 'csat', ...score })) },
	{ weight: 4, arbitrary: of('nps', 0, 6, 7, 8, 9, 10) },
	{ weight: 3, arbitrary: of('ces', 1, 4, 5, 7) },
	{ weight: 3, arbitrary: servqual },
	{ weight: 3, arbitrary: of('fcr', 0, 1) },
	{ weight: 1, arbitrary: fc.constant({ instrument: 'voice', comment: 'thanks' }) }
);

/** What a survey's answer says: of one of two invitations, or of none that is known. */
export const answer = fc
	.tuple(
		fc.record({
			survey: maybe('s1', 's1', 's1', 's2'),
			had_problem: maybe(true, false),
			spoke_up: maybe(true)
		}),
		told
	)
	.map(([survey, answer]) => ({ ...survey, ...answer }));
