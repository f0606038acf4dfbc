import { describe, expect, test } from 'vitest';
import { AHEAD_MS, CASELESS, EVENT_TYPES, parseEvent } from '#schema/event.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const sent = (changes: Record<string, unknown> = {}) => ({
	...{
		specversion: '1.0',
		id: '1',
		source: 's',
		type: 'case.opened',
		subject: 'c',
		time: '2026-11-21T11:00:00Z',
		data: {}
	},
	...changes
});

/** What each type needs beside the dimensions. */
const NEEDED: Record<string, Record<string, unknown>> = {
	'complaint.confirmed': { satisfied: 4 },
	'complaint.step': { step: 'listen' },
	'survey.answered': { instrument: 'csat', score: 5 },
	'promise.made': { promise: 'p', due: '2026-12-01T00:00:00Z' },
	'promise.kept': { promise: 'p' },
	'promise.broken': { promise: 'p' },
	'staff.surveyed': { score: 3 },
	'agent.state': { state: 'busy' },
	'breach.acknowledged': { breach: 'b' }
};

describe('an event', () => {
	test.each(EVENT_TYPES)('%s is accepted with what it needs, every dimension being optional', (type) => {
		expect(parseEvent(sent({ type, data: NEEDED[type] ?? {} }), NOW)).toMatchObject({ ok: true });
	});

	test.each([...CASELESS])('%s needs no subject, and keeps none', (type) => {
		const parsed = parseEvent(sent({ type, subject: 'kept out', data: NEEDED[type] ?? {} }), NOW);
		expect(parsed.ok && parsed.event.subject).toBeUndefined();
		const { subject: _subject, ...without } = sent({ type, data: NEEDED[type] ?? {} });
		expect(parseEvent(without, NOW)).toMatchObject({ ok: true });
	});

	test('takes null for unknown, and drops what it does not know', () => {
		const parsed = parseEvent(
			sent({ data: { team: null, channel: 'phone', surprise: 1 }, extra: true }),
			NOW
		);
		expect(parsed.ok && parsed.event.data).toEqual({ channel: 'phone', kind: 'request' });
	});

	test.each([
		['an unknown type', { type: 'case.exploded' }, 'unknown_type', 'type'],
		['no type', { type: undefined }, 'invalid', 'type'],
		['no id', { id: undefined }, 'invalid', 'id'],
		['an empty id', { id: '' }, 'invalid', 'id'],
		['an id of 513 characters', { id: 'x'.repeat(513) }, 'invalid', 'id'],
		['no source', { source: undefined }, 'invalid', 'source'],
		['no subject', { subject: undefined }, 'invalid', 'subject'],
		['another version of CloudEvents', { specversion: '0.3' }, 'invalid', 'specversion'],
		['no time', { time: undefined }, 'invalid', 'time'],
		['a time without zone', { time: '2026-11-21T11:00:00' }, 'invalid', 'time'],
		['a time in year 9999', { time: '9999-01-01T00:00:00Z' }, 'invalid', 'time'],
		['a time before 1990', { time: '1989-12-31T23:59:59Z' }, 'invalid', 'time'],
		[
			'a time more than ten minutes ahead',
			{ time: new Date(NOW + AHEAD_MS + 1).toISOString() },
			'invalid',
			'time'
		],
		['data that are no object', { data: 'text' }, 'invalid', 'data'],
		['a team that is no text', { data: { team: 7 } }, 'invalid', 'data.team'],
		['a team of 201 characters', { data: { team: 'x'.repeat(201) } }, 'invalid', 'data.team'],
		['an unknown channel', { data: { channel: 'fax' } }, 'invalid', 'data.channel'],
		['an unknown tier', { data: { tier: 'platinum' } }, 'invalid', 'data.tier'],
		['an unknown kind', { data: { kind: 'wish' } }, 'invalid', 'data.kind']
	])('with %s is refused', (_, changes, reason, path) => {
		expect(parseEvent(sent(changes), NOW)).toMatchObject({ ok: false, refusal: { reason, path } });
	});

	test('of another shape altogether is refused', () => {
		for (const input of [null, 7, 'x', []]) expect(parseEvent(input, NOW).ok).toBe(false);
	});

	test('up to ten minutes ahead of the server is taken', () => {
		expect(parseEvent(sent({ time: new Date(NOW + AHEAD_MS).toISOString() }), NOW).ok).toBe(true);
	});
});

describe('an answer to a survey', () => {
	const answer = (data: Record<string, unknown>) => parseEvent(sent({ type: 'survey.answered', data }), NOW);

	test.each([
		['csat', 1, 5],
		['nps', 0, 10],
		['ces', 1, 7],
		['fcr', 0, 1]
	])('%s is taken from %i to %i and refused outside', (instrument, low, high) => {
		expect(answer({ instrument, score: low }).ok).toBe(true);
		expect(answer({ instrument, score: high }).ok).toBe(true);
		for (const score of [low - 1, high + 1])
			expect(answer({ instrument, score })).toMatchObject({ ok: false, refusal: { path: 'data.score' } });
	});

	test('may bring its own scale', () => {
		expect(answer({ instrument: 'csat', score: 10, scale: 10 }).ok).toBe(true);
		expect(answer({ instrument: 'csat', score: 11, scale: 10 }).ok).toBe(false);
	});

	test('needs a score where the instrument has one', () => {
		expect(answer({ instrument: 'nps' })).toMatchObject({ ok: false, refusal: { path: 'data.score' } });
		expect(answer({ instrument: 'voice', had_problem: true, spoke_up: false }).ok).toBe(true);
	});
});
