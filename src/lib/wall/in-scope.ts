/** Teams and channels; none: all. */
type Scope = { teams: readonly string[]; channels: readonly string[] };

/** Whether what is of a team and a channel is of these. */
export const isInScope = ({ team, channel }: { team: string; channel: string }, { teams, channels }: Scope) =>
	(teams.length === 0 || teams.includes(team)) && (channels.length === 0 || channels.includes(channel));
