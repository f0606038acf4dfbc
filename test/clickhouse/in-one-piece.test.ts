import { expect, test } from 'vitest';
import { inOnePiece } from '#schema/clickhouse/in-one-piece.ts';

test('a question has the text of the views it reads, with what it asks them', () => {
	const whole = inOnePiece(
		"SELECT * FROM kpi_nps(from = {since:DateTime64(3, 'UTC')}, zone = {zone:String})"
	);
	expect(whole).not.toMatch(/FROM \w+\(/);
	expect(whole).toContain('{since:');
	expect(whole).not.toContain('{from:');
});

test('what reads no view of ours is sent as it is', () => {
	const question =
		"SELECT count() FROM events WHERE source = 'FROM kpi_nps' UNION ALL SELECT * FROM numbers(3)";
	expect(inOnePiece(question)).toBe(question);
});
