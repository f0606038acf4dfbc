import { post } from '../wire.ts';
import { bare, type Row } from './row.ts';

/** Words and shapes that the rows of HTTP share. */

export type Changes = Parameters<typeof post>[1];

/** One POST to the path of events. */
export const posted = (name: string, body: string | Buffer, says: Row['says'], changes: Changes = {}) =>
	bare(`POST ${name}`, [post(body, changes)], says);

export const taken = (count = 1) => `200 ack 0 accepted ${count}`;
export const noJson = '400 not_json';
/** What is no HTTP. */
export const bad = '400 invalid';

export const type = (name: string) => ({ 'Content-Type': name });

/** A chunk with its size, or another one. */
export const sized = (body: string, size = Buffer.byteLength(body).toString(16)) => `${size}\r\n${body}\r\n`;
export const LAST = '0\r\n\r\n';
