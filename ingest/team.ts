import type { Refusal, ServiceEvent } from '#schema/event.ts';
import type { Key } from './keys.ts';

/** A key that is scoped to teams speaks for these alone: an event of another team, or of none, is refused. */
export function checkTeam({ data }: ServiceEvent, key: Key): Refusal | undefined {
	if (!key.teams || (data.team && key.teams.has(data.team))) return undefined;
	const detail = data.team
		? `the key ${key.name} may not send events of this team`
		: `the key ${key.name} is for certain teams: say which`;
	return { reason: 'forbidden_team', path: 'data.team', detail };
}
