/** A moment as ClickHouse reads it. */
export const moment = (time: string | number) =>
	new Date(time).toISOString().replace('T', ' ').replace('Z', '');
