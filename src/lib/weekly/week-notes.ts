import { createContext } from 'svelte';
import type { SavedAnnotation } from '#schema/annotation.ts';
import type { FlagExtent } from '../charts/flags.ts';
import { startOfDate } from '../zone.ts';
import type { WeekPoint } from './reviewed.ts';

/** What happened and was decided in the weeks a review's trends show: what their flags say. */
export const [getWeekNotes, setWeekNotes] = createContext<() => readonly SavedAnnotation[]>();

/** From when to when a trend by week is drawn; null: it has no week. */
export function extentOf(points: readonly WeekPoint[], zone: string): FlagExtent | null {
	const [first, last] = [points[0], points.at(-1)];
	if (!first || !last) return null;
	return {
		...{ min: startOfDate(first.monday, zone), max: startOfDate(last.monday, zone) },
		...{ grain: 'week', zone }
	};
}
