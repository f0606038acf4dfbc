import type { Restatement, WeeklyFigure } from '#schema/published.ts';
import { isoWeekOf } from '../../iso-week.ts';
import { bucketLabel } from '../kpi/bucket.ts';
import { keyOf } from './figures.ts';
import type { PublishedWeek } from './read.ts';
import { weekFrom } from './weeks.ts';

const iso = (time: string | null) => (time === null ? null : new Date(time).toISOString());

const change = ({ as_of, since, why, late_events, old, new: current }: Restatement) => ({
	...{ as_of: iso(as_of), since: iso(since), why, late_events, old, new: current }
});

/** The published weeks as the API tells them. */
export const weeksAnswer = (weeks: PublishedWeek[], zone: string) => ({
	zone,
	weeks: weeks.map(({ week, published_at, figures, restated }) => ({
		...{ week: isoWeekOf(week), as_of: iso(published_at), figures, restated }
	}))
});

/** One week's figures as they were published, each with what became of it, newest first. */
export function weekAnswer(week: string, zone: string, figures: WeeklyFigure[], restatements: Restatement[]) {
	const { from, to } = weekFrom(week, zone);
	const changes = new Map<string, Restatement[]>();
	for (const one of restatements) changes.set(keyOf(one), [...(changes.get(keyOf(one)) ?? []), one]);
	return {
		week: isoWeekOf(week),
		zone,
		from: bucketLabel(new Date(from).toISOString(), zone),
		to: bucketLabel(new Date(to).toISOString(), zone),
		figures: figures.map((figure) => ({
			kpi: figure.kpi,
			by: figure.by || null,
			group: figure.by ? figure.group : null,
			as_of: iso(figure.published_at),
			...figure.published,
			restatements: (changes.get(keyOf(figure)) ?? []).map(change)
		}))
	};
}
