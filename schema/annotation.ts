import { z } from 'zod';
import { Day } from './day.ts';
import { Version, words } from './version.ts';

export const AnnotationKind = z.enum(['event', 'decision'], { error: 'expected event or decision' });
export type AnnotationKind = z.infer<typeof AnnotationKind>;

/** Letters on a flag: a sentence or three. */
export const LONGEST_TEXT = 500;

const team = z.string({ error: 'expected the name of a team' }).max(200, 'expected at most 200 characters');

/** What happened or was decided on a day or over some, as it is kept. Days are those of the business zone, both included. */
export const Annotation = z.object({
	kind: AnnotationKind,
	first_day: Day,
	last_day: Day,
	text: words(LONGEST_TEXT, 'what happened or was decided'),
	/** Whom it is about; empty: the whole organisation. */
	teams: z.array(team, { error: 'expected a list of teams' }).max(100, 'expected at most 100 teams'),
	/** Who wrote it, as they said. */
	by: words(200, 'who writes it: a name')
});
export type Annotation = z.infer<typeof Annotation>;

/** An annotation as it is given: of one day without `last_day`, of all teams without `teams`. */
export const GivenAnnotation = z
	.strictObject({
		...Annotation.shape,
		last_day: Day.optional(),
		teams: Annotation.shape.teams.default([])
	})
	.transform(({ last_day, ...given }) => ({ ...given, last_day: last_day ?? given.first_day }))
	.refine(({ first_day, last_day }) => first_day <= last_day, {
		path: ['last_day'],
		error: 'expected a day not before first_day'
	});

/** An annotation as it stands. */
export const SavedAnnotation = z.object({ ...Annotation.shape, ...Version.shape });
export type SavedAnnotation = z.infer<typeof SavedAnnotation>;

/** The answer to GET /api/annotations, by their first day. */
export const AnnotationList = z.object({ annotations: z.array(SavedAnnotation) });
