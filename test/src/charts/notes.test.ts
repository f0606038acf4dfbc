import { expect, test } from 'vitest';
import { SavedAnnotation } from '#schema/annotation.ts';
import { notesOf } from '../../../src/lib/charts/notes.ts';
import type { Point } from '../../../src/lib/charts/series.ts';
import { spanOf, sparkline } from '../../../src/lib/charts/sparkline.ts';

const note = (text: string, teams: string[]) =>
	SavedAnnotation.parse({
		...{ kind: 'event', first_day: '2026-01-05', last_day: '2026-01-05', text, teams, by: 'Ann' },
		...{ id: text, version: 1, saved_at: '2026-01-05T00:00:00Z', saved_by: '' }
	});

test('a chart of a team says what is about it and about all, that of all says everything', () => {
	const notes = [note('all', []), note('north', ['North']), note('south', ['South'])];
	expect(notesOf(notes, 'North').map(({ text }) => text)).toEqual(['all', 'north']);
	expect(notesOf(notes, undefined)).toHaveLength(3);
});

test('flags and line have the same begin and end', () => {
	const point = (time: number): Point => ({
		...{ time, value: 1, numerator: 1, denominator: 10, low: null, high: null, few: false, partial: false }
	});
	const points = [point(-5), point(4)];
	expect(spanOf(points, { from: 0, to: 10 })).toEqual({ min: -5, max: 4 });
	const frame = { width: 90, height: 10, pad: 0, domain: [0, 2] as [number, number] };
	expect(sparkline(points, { from: 0, to: 10, as_of: 10 }, frame).lines).toEqual(['M0 5L90 5']);
	expect(spanOf([], { from: 0, to: 10 })).toEqual({ min: 0, max: 10 });
});
