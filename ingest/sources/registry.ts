import { amazonConnect } from './amazon-connect.ts';
import { asterisk } from './asterisk.ts';
import { chatwoot } from './chatwoot.ts';
import { genesys } from './genesys.ts';
import type { Source } from './source.ts';
import { zendesk } from './zendesk.ts';

/** Every vendor whose payloads are read here, by name. */
export const SOURCES: ReadonlyMap<string, Source> = new Map(
	[amazonConnect, asterisk, chatwoot, genesys, zendesk].map((source) => [source.name, source])
);

export const SOURCE_NAMES: readonly string[] = [...SOURCES.keys()];
