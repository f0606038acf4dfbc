import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROLES, type Role } from './config.ts';

/** TOUCHSTONE_DATA/clickhouse.json: where the embedded ClickHouse listens and how each role signs in. */
export const EngineFile = z.object({
	http_port: z.int(),
	tcp_port: z.int(),
	database: z.string(),
	passwords: z.record(z.enum(ROLES), z.string())
});
export type EngineFile = z.infer<typeof EngineFile>;

/** The address of a role at an engine. */
export const engineUrl = ({ http_port, passwords }: EngineFile, role: Role) =>
	`http://${role}:${passwords[role]}@127.0.0.1:${http_port}`;

/** Reads TOUCHSTONE_DATA/clickhouse.json; null when there is none. */
export function readEngineFile(dataDir: string): EngineFile | null {
	const file = join(dataDir, 'clickhouse.json');
	return existsSync(file) ? EngineFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** Writes it, for its owner's eyes only. */
export function writeEngineFile(dataDir: string, file: EngineFile): void {
	writeFileSync(join(dataDir, 'clickhouse.json'), JSON.stringify(file, null, '\t'), { mode: 0o600 });
}
