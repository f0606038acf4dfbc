import { expect, test } from 'vitest';
import { parseEvent } from '#schema/event.ts';
import { checkTeam } from '../../ingest/team.ts';
import { event } from './support.ts';

const scoped = { name: 'pbx', secret: 's', teams: new Set(['Billing']) };

function check(team: string | undefined, key: Parameters<typeof checkTeam>[1]) {
	const parsed = parseEvent(event('1', { data: { team } }), Date.now());
	if (!parsed.ok) throw new Error(parsed.refusal.detail);
	return checkTeam(parsed.event, key);
}

test.each(['Sales', '', undefined])('refuses team %j to a key that is scoped to another', (team) => {
	expect(check(team, scoped)).toMatchObject({ reason: 'forbidden_team', path: 'data.team' });
});

test('lets a scoped key speak for its own team', () => {
	expect(check('Billing', scoped)).toBeUndefined();
});

test.each(['Sales', '', undefined])('lets a key without teams speak for %j', (team) => {
	expect(check(team, { name: 'all', secret: 's' })).toBeUndefined();
});
