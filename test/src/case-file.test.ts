import { describe, expect, test } from 'vitest';
import { stepsOf, type CaseEvent, type CaseResponse } from '../../src/lib/case-file.ts';

const event = (type: string, time: string, more: object = {}): CaseEvent => ({
	...{ source: 's', id: `${type} ${time}`, type, time: `2026-11-21T${time}Z` },
	...more
});
const usual: CaseResponse = {
	...{ basis_at: '2026-11-21T09:00:00Z', response_s: 30, threshold_s: 20 },
	...{ clock: 'calendar', kept: false, abandoned: false, waiting: false }
};
const response = (more: Partial<CaseResponse>): CaseResponse => ({ ...usual, ...more });

describe('the timeline of a case', () => {
	test('says a wait of a minute or more', () => {
		const steps = stepsOf(
			[
				event('case.opened', '09:00:00'),
				event('case.responded', '09:00:30'),
				event('case.resolved', '10:00:30')
			],
			[]
		);
		expect(steps.map(({ gap_s }) => gap_s)).toEqual([null, null, 3600]);
	});

	test('puts the promise beside the one reply it was about', () => {
		const steps = stepsOf(
			[
				event('case.opened', '09:00:00'),
				event('case.responded', '09:00:30'),
				event('case.responded', '09:00:30')
			],
			[response({})]
		);
		expect(steps.map(({ response }) => response?.threshold_s)).toEqual([undefined, 20, undefined]);
	});

	test('says who and where only when it changes', () => {
		const steps = stepsOf(
			[
				event('case.opened', '09:00:00', { team: 'A', channel: 'phone' }),
				event('case.responded', '09:00:10', { team: 'A', channel: 'phone' }),
				event('case.transferred', '09:00:20', { team: 'B', channel: 'phone' })
			],
			[]
		);
		expect(steps.map(({ fields }) => [fields.team, fields.channel])).toEqual([
			['A', 'phone'],
			[undefined, undefined],
			['B', undefined]
		]);
	});
});
