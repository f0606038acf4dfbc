import { z } from 'zod';
import type { Screen } from '#schema/screen.ts';
import type { Database } from '../store/file.ts';

const ScreenRow = z.object({
	id: z.string(),
	name: z.string(),
	board: z.string(),
	token_hash: z.string(),
	paired_at: z.number(),
	paired_by: z.string(),
	seen_at: z.number().nullable(),
	revoked_at: z.number().nullable()
});
export type ScreenRow = z.infer<typeof ScreenRow>;

const CodeRow = z.object({
	code: z.string(),
	asker_hash: z.string(),
	expires_at: z.number(),
	screen: z.string().nullable()
});
export type CodeRow = z.infer<typeof CodeRow>;

const SCREEN = 'SELECT id, name, board, token_hash, paired_at, paired_by, seen_at, revoked_at FROM screens';
const CODE = 'SELECT code, asker_hash, expires_at, screen FROM codes';

export const readScreens = (db: Database): ScreenRow[] =>
	z.array(ScreenRow).parse(db.prepare(`${SCREEN} WHERE revoked_at IS NULL ORDER BY name, id`).all());

export const readScreen = (db: Database, id: string) =>
	ScreenRow.optional().parse(db.prepare(`${SCREEN} WHERE id = ?`).get(id));

export const readScreenByToken = (db: Database, hash: string) =>
	ScreenRow.optional().parse(db.prepare(`${SCREEN} WHERE token_hash = ?`).get(hash));

export const readCode = (db: Database, code: string) =>
	CodeRow.optional().parse(db.prepare(`${CODE} WHERE code = ?`).get(code));

export const readCodeOf = (db: Database, asker_hash: string) =>
	CodeRow.optional().parse(db.prepare(`${CODE} WHERE asker_hash = ?`).get(asker_hash));

/** A screen as people see it. */
export const screenOfRow = ({ id, name, board, paired_at, paired_by, seen_at }: ScreenRow): Screen => ({
	...{ id, name, board, paired_by },
	paired_at: new Date(paired_at).toISOString(),
	seen_at: seen_at === null ? null : new Date(seen_at).toISOString()
});
