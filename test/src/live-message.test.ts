import { describe, expect, test } from 'vitest';
import { readMessage } from '../../src/lib/live-message.ts';

const pulse = {
	...{ as_of: '2026-11-22T00:00:00Z', watermark: null, last_received: null },
	...{ simulated: false, real: false, trouble: null }
};
const answer = {
	...{ kpi: 'satisfaction', version: 1, from: '2026-11-01T00:00:00Z', to: '2026-11-22T00:00:00Z' },
	...{ as_of: '2026-11-22T00:00:00Z', watermark: null },
	rows: [{ value: 0.8, n: 10, numerator: 8, denominator: 10 }]
};
const read = (message: unknown) => readMessage(JSON.stringify(message));

describe('a live message', () => {
	test('brings the pulse and the answers that changed', () =>
		expect(read({ pulse, answers: [{ index: 3, answer }] })).toMatchObject({
			pulse,
			answers: [{ index: 3, answer: { kpi: 'satisfaction', rows: [{ value: 0.8, immature: 0 }] } }]
		}));

	test('may be a heartbeat alone', () => expect(read({ pulse })).toEqual({ pulse }));

	test.each([
		['not JSON', 'x{'],
		['a pulse without a clock', JSON.stringify({ pulse: { ...pulse, as_of: 1 } })],
		[
			'an answer to an unknown KPI',
			JSON.stringify({ answers: [{ index: 0, answer: { ...answer, kpi: 'x' } }] })
		],
		[
			'rows of another shape',
			JSON.stringify({ answers: [{ index: 0, answer: { ...answer, rows: [{ n: -1 }] } }] })
		]
	])('that is %s is passed over', (_, text) => expect(readMessage(text)).toBeNull());
});
