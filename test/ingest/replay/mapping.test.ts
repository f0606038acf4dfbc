import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { Mapping, readMapping } from '../../../ingest/replay/mapping.ts';

const folder = mkdtempSync(join(tmpdir(), 'touchstone-mapping-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good = {
	source: 'desk',
	case: 'id',
	times: { opened: { columns: 'at', format: 'ISO' } },
	events: [{ type: 'case.opened', at: 'opened' }]
};

function errorOf(mapping: unknown): string {
	const file = join(folder, 'mapping.json');
	writeFileSync(file, typeof mapping === 'string' ? mapping : JSON.stringify(mapping));
	try {
		readMapping(file);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return '';
}

describe('readMapping', () => {
	test('reads the mappings that come with it', () => {
		const mappings = fileURLToPath(new URL('../../../ingest/replay/mappings/', import.meta.url));
		const names = readdirSync(mappings);
		expect(names).toHaveLength(3);
		for (const name of names) expect(readMapping(join(mappings, name)).events.length).toBeGreaterThan(1);
	});

	test('takes short forms for what they stand for', () => {
		const { times, events } = Mapping.parse({
			...good,
			events: [{ type: 'case.opened', at: 'opened', when: { state: 'New' }, data: { team: 'Group' } }]
		});
		expect(times.opened?.columns).toEqual(['at']);
		expect(events[0]).toMatchObject({
			when: [{ state: { is: ['New'] } }],
			data: { team: { column: 'Group' } }
		});
	});

	test.each<[string, unknown, RegExp]>([
		['a key it does not know', { ...good, colums: 1 }, /Unrecognized key: "colums"/],
		[
			'an unknown key deep inside',
			{ ...good, data: { team: { column: 'a', mapp: {} } } },
			/data\.team: .*"mapp"/
		],
		['no source', { ...good, source: undefined }, /source: /],
		['an unknown zone', { ...good, zone: 'Mars/Base' }, /zone: expected an IANA time zone/],
		[
			'an unknown event type',
			{ ...good, events: [{ type: 'case.open', at: 'opened' }] },
			/events\.0\.type: /
		],
		[
			'a time nobody gives',
			{ ...good, events: [{ type: 'case.opened', at: 'begun' }] },
			/events\.0\.at: "begun" is not one/
		],
		[
			'a format it cannot read',
			{ ...good, times: { opened: { columns: 'at', format: 'dd.mm.yy' } } },
			/times\.opened\.format: unknown token "dd"/
		],
		[
			'a time built on a later one',
			{ ...good, times: { ended: { after: 'opened', plus: 's' }, opened: good.times.opened } },
			/times\.ended: "opened" is not a time given above it/
		],
		[
			'a field the event does not have',
			{ ...good, data: { taem: 'x' } },
			/data\.taem: no field of case\.assigned; it has team, agent/
		],
		[
			'two rules of a name',
			{ ...good, events: [...good.events, ...good.events] },
			/events\.1\.name: a second rule called case\.opened/
		],
		[
			'both a column and a constant',
			{ ...good, data: { team: { column: 'a', const: 'b' } } },
			/data\.team: expected a column or a const/
		],
		['no JSON', '{', /Cannot read the mapping .*mapping\.json/]
	])('refuses %s, saying where', (_, mapping, message) => {
		expect(errorOf(mapping)).toMatch(message);
	});

	test('lists all that is wrong at once', () => {
		const message = errorOf({ ...good, zone: 'Mars/Base', colums: 1 });
		expect(message).toMatch(/zone/);
		expect(message).toMatch(/colums/);
	});
});
