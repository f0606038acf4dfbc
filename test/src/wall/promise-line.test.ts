import { expect, test } from 'vitest';
import { StandardRow } from '#schema/feed.ts';
import { createScreen } from '../../../src/lib/screen.ts';
import { Theme } from '../../../src/lib/theme.svelte.ts';
import { promiseLine } from '../../../src/lib/wall/promise-line.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });
const standard = (threshold_s: number, of: Partial<StandardRow> = {}) =>
	StandardRow.parse({ metric: 'first_response', threshold_s, clock: 'calendar', ...of });

const STANDARDS = [
	standard(15, { channel: 'phone' }),
	standard(60, { channel: 'chat' }),
	standard(86_400, { channel: 'email' }),
	standard(10, { team: 'A', channel: 'phone' }),
	standard(7200, { metric: 'complaint_acknowledged' }),
	standard(3600, { metric: 'complaint_acknowledged', team: 'B' })
];
const line = (kpi: Parameters<typeof promiseLine>[0], teams: string[] = [], channels: string[] = []) =>
	promiseLine(kpi, { teams, channels }, STANDARDS, screen).replace(/\s/g, ' ');

test.each([
	['service_level', ['B'], ['phone'], 'promised within 15 s'],
	['service_level', ['A'], ['phone'], 'promised within 10 s to 15 s'],
	['first_response', ['B'], [], 'promised within 15 s to 24 h'],
	['first_response', [], [], 'promised within 10 s to 24 h'],
	['complaint_acknowledged', ['B'], [], 'promised within 1 h'],
	['complaint_acknowledged', ['B', 'C'], [], 'promised within 1 h to 2 h'],
	['resolution_time', [], [], ''],
	['nps', [], [], '']
] as const)('of %s, teams %j and channels %j: %s', (kpi, teams, channels, said) => {
	expect(line(kpi, [...teams], [...channels])).toBe(said);
});
