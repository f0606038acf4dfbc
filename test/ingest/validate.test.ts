import { expect, test } from 'vitest';
import { EVENT_BYTES } from '#schema/event.ts';
import { validate } from '../../ingest/validate.ts';
import { event } from './support.ts';

const now = Date.UTC(2026, 5, 1);
const LARGE_FRAME = 1024 * 1024;

/** An event whose JSON is exactly `bytes` long. */
function eventOf(bytes: number, sign = 'x') {
	const bare = { ...event('1'), extension: '' };
	const room = bytes - Buffer.byteLength(JSON.stringify(bare));
	const width = Buffer.byteLength(JSON.stringify(sign)) - 2;
	return { ...bare, extension: sign.repeat(Math.floor(room / width)) + 'x'.repeat(room % width) };
}

test.each(['x', '服', '\u0001', '"'])(
	'accepts an event of just 64 KiB and refuses one byte more, in %j',
	(sign) => {
		const reason = (bytes: number) => {
			const parsed = validate(eventOf(bytes, sign), { now, bytes: LARGE_FRAME });
			return parsed.ok || parsed.refusal.reason;
		};
		expect(reason(EVENT_BYTES)).toBe(true);
		expect(reason(EVENT_BYTES + 1)).toBe('too_large');
	}
);

test('accepts whole characters of any kind', () => {
	expect(validate(event('🎧 服务'), { now, bytes: 100 }).ok).toBe(true);
});

test('refuses an event of endless nesting without falling over', () => {
	const deep: unknown = JSON.parse(`${'['.repeat(400_000)}${']'.repeat(400_000)}`);
	expect(validate({ ...event('1'), deep }, { now, bytes: LARGE_FRAME })).toMatchObject({
		refusal: { reason: 'too_large' }
	});
});

test.each([
	[null, 'invalid', ''],
	[17, 'invalid', ''],
	[[], 'invalid', ''],
	[{}, 'invalid', 'type'],
	[{ ...event('1'), type: 'case.exploded' }, 'unknown_type', 'type'],
	[{ ...event('1'), type: 'toString' }, 'unknown_type', 'type'],
	[{ ...event('1'), id: undefined }, 'invalid', 'id'],
	[{ ...event('1'), source: 'x'.repeat(513) }, 'invalid', 'source'],
	[{ ...event('1'), subject: '' }, 'invalid', 'subject'],
	[{ ...event('\ud83d') }, 'invalid', 'id'],
	[{ ...event('1'), subject: 'x\udc00' }, 'invalid', 'subject'],
	[{ ...event('1'), time: '9999-01-01T00:00:00Z' }, 'invalid', 'time'],
	[{ ...event('1'), time: '2026-01-05 09:30' }, 'invalid', 'time'],
	[{ ...event('1'), data: 'text' }, 'invalid', 'data'],
	[{ ...event('1'), data: { team: 7 } }, 'invalid', 'data.team'],
	[{ ...event('1'), data: { channel: 'pigeon' } }, 'invalid', 'data.channel'],
	[
		{ ...event('1'), type: 'survey.answered', data: { instrument: 'csat', score: 6 } },
		'invalid',
		'data.score'
	]
])('refuses %j, naming the field', (input, reason, path) => {
	expect(validate(input, { now, bytes: 100 })).toMatchObject({ ok: false, refusal: { reason, path } });
});
