import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

// The spool of ingest is one SQLite file. When it is made anew it gets another name: FILE, FILE.g1, FILE.g2, … SQLite may still hold
// the old one open for a while, and removes what stands beside that name when it lets go.

const numberOf = (file: string, name: string): number | undefined => {
	if (name === basename(file)) return 0;
	const [, number] = /\.g(\d+)$/.exec(name) ?? [];
	return number !== undefined && name === `${basename(file)}.g${number}` ? Number(number) : undefined;
};

/** The spool under this name that is in use: the one with the highest number; the first without any. */
export function latestSpool(file: string): { path: string; number: number; older: string[] } {
	const names = existsSync(dirname(file)) ? readdirSync(dirname(file)) : [];
	const numbers = names.flatMap((name) => numberOf(file, name) ?? []).sort((a, b) => a - b);
	const number = numbers.pop() ?? 0;
	return { path: spoolPath(file, number), number, older: numbers.map((older) => spoolPath(file, older)) };
}

/** The spool of a number. */
export const spoolPath = (file: string, number: number) =>
	join(dirname(file), number === 0 ? basename(file) : `${basename(file)}.g${number}`);
