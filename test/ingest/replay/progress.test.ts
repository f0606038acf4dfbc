import { describe, expect, test } from 'vitest';
import { createProgress, durationText, progressText } from '../../../ingest/replay/progress.ts';
import {
	createIssues,
	createRefusals,
	isClean,
	summaryText,
	type Summary
} from '../../../ingest/replay/summary.ts';

const step = { label: 'Sending', unit: 'events', done: 5_000, share: 0.25, elapsed_s: 2 };

describe('progressText', () => {
	test('tells percent, count, rate and time left', () => {
		expect(progressText(step, { bar: false })).toBe('Sending 25 % · 5,000 events · 2,500/s · 6 s left');
	});

	test('draws a bar in a terminal', () => {
		expect(progressText(step, { bar: true })).toContain('██████░░░░░░░░░░░░░░░░░░ 25 %');
	});

	test('promises no time left before the start and at the end', () => {
		expect(progressText({ ...step, done: 0, share: 0, elapsed_s: 0 }, { bar: false })).toBe(
			'Sending 0 % · 0 events'
		);
		expect(progressText({ ...step, share: 1 }, { bar: false })).toBe(
			'Sending 100 % · 5,000 events · 2,500/s'
		);
	});

	test('never says 100 % before the end', () => {
		expect(progressText({ ...step, share: 0.9999 }, { bar: false })).toContain(' 99 % ');
	});

	test.each([
		[0.4, '0 s'],
		[59.6, '1 min 00 s'],
		[65, '1 min 05 s'],
		[7380, '2 h 03 min']
	])('writes %d s as %s', (seconds, text) => {
		expect(durationText(seconds)).toBe(text);
	});
});

describe('createProgress', () => {
	function told(terminal: boolean) {
		let time = 0;
		const written: string[] = [];
		const progress = createProgress({ write: (text) => written.push(text), terminal, now: () => time });
		progress.start('Reading', 'rows');
		for (time = 50; time <= 6_000; time += 50) progress.update(time, time / 6_000);
		progress.end();
		return written;
	}

	test('redraws one line in a terminal', () => {
		const written = told(true);
		expect(written.length).toBeGreaterThan(50);
		expect(written[0]).toMatch(/^\r.*Reading/);
		expect(written.slice(0, -1).join('')).not.toContain('\n');
		expect(written.at(-1)).toBe('\n');
	});

	test('writes a plain line now and then elsewhere', () => {
		const written = told(false);
		expect(written).toHaveLength(2);
		expect(written.join('')).not.toMatch(/[\r█]/);
	});
});

describe('summaryText', () => {
	function summary(counts: Partial<Summary['counts']> = {}): Summary {
		return {
			file: 'calls.csv',
			stopped: false,
			read_s: 1,
			sent_s: 2,
			rows: 3,
			issues: createIssues(),
			refusals: createRefusals(),
			events: 9,
			counts: { sent: 9, accepted: 9, duplicates: 0, rejected: 0, unacknowledged: 0, ...counts }
		};
	}

	test('counts what became of the events', () => {
		const text = summaryText(summary({ accepted: 5, duplicates: 4 }));
		expect(text).toMatch(/^Replayed calls\.csv: read in 1 s, sent in 2 s\n/);
		expect(text).toMatch(/accepted +5\n +duplicate +4\n +rejected +0$/);
		expect(isClean(summary())).toBe(true);
	});

	test('names the first rows refused, by reason', () => {
		const refused = summary({ accepted: 2, rejected: 7 });
		for (let row = 2; row < 9; row++)
			refused.refusals.add(
				{ index: 0, reason: 'invalid', path: 'data.score', detail: 'expected 1 to 5' },
				row
			);
		expect(summaryText(refused)).toContain('7 × invalid data.score: expected 1 to 5 (rows 2, 3, 4, 5, 6, …)');
		expect(isClean(refused)).toBe(false);
	});

	test('names the first row errors and counts the rest', () => {
		const wrong = summary();
		for (let row = 2; row < 27; row++) wrong.issues.add({ row, column: 'at', why: '"x" is not a time' });
		expect(summaryText(wrong)).toContain('row 2, column "at": "x" is not a time');
		expect(summaryText(wrong)).toContain('and 5 more');
		expect(isClean(wrong)).toBe(false);
	});

	test('is not clean while something is not acknowledged, or when it was stopped', () => {
		expect(isClean(summary({ unacknowledged: 1 }))).toBe(false);
		expect(isClean({ ...summary(), stopped: true })).toBe(false);
		expect(summaryText({ ...summary(), stopped: true })).toMatch(/^Stopped replaying/);
	});
});
