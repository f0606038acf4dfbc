import { z } from 'zod';
import { Channel } from '#schema/event.ts';
import { words } from '#schema/version.ts';
import { mondayOfIsoWeek } from '../../iso-week.ts';

const team = z.string({ error: 'expected the name of a team' }).max(200, 'expected at most 200 characters');
const channel = z.enum([...Channel.options, ''], {
	error: `expected one of ${Channel.options.join(', ')}`
});

/** What is published: a week as 2026-W46, of which teams and channels (none: all), and who does it, as they say. */
export const GivenReview = z.strictObject({
	week: z
		.string({ error: 'expected an ISO week, such as 2026-W46' })
		.refine((week) => mondayOfIsoWeek(week) !== null, 'expected an ISO week, such as 2026-W46'),
	team: z
		.array(team, { error: 'expected a list of teams' })
		.max(100, 'expected at most 100 teams')
		.default([]),
	channel: z.array(channel, { error: 'expected a list of channels' }).default([]),
	by: words(200, 'who publishes it: a name')
});
export type GivenReview = z.infer<typeof GivenReview>;
