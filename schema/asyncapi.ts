import { channels, operations } from './asyncapi/channels.ts';
import { messages } from './asyncapi/messages.ts';
import { at, jsonSchema, schemaAt, type Node } from './asyncapi/nodes.ts';
import { EVENT_SCHEMAS, EVENT_TYPES } from './event.ts';
import { EventFrame, FrameAnswer, FrameError, RequestError } from './frame.ts';

export type AsyncApiOptions = {
	/** `host:port` as the reader reached it, and whether through TLS. */
	host: string;
	secure?: boolean;
	/** Names of the vendors' payloads taken at `/v1/sources/NAME`. */
	sources: readonly string[];
};

/** The version of the interface: of its paths, frames and event types. */
const VERSION = '1.0.0';

const DESCRIPTION =
	'Service events in, as CloudEvents 1.0: over a WebSocket with acknowledgements, over the WebSocket and HTTP bindings of CloudEvents, and as payloads of vendors.';

const KEY = [at('components', 'securitySchemes', 'key')];

const servers = ({ host, secure = false }: AsyncApiOptions): Node => ({
	websocket: { host, protocol: secure ? 'wss' : 'ws', security: KEY },
	http: { host, protocol: secure ? 'https' : 'http', security: KEY }
});

function frameSchema(): Node {
	const frame = jsonSchema(EventFrame);
	return {
		...frame,
		properties: { ...Object(frame.properties), events: { type: 'array', items: schemaAt('Event') } }
	};
}

const schemas = (): Node => ({
	...Object.fromEntries(EVENT_TYPES.map((type) => [type, jsonSchema(EVENT_SCHEMAS[type])])),
	Event: { discriminator: 'type', oneOf: EVENT_TYPES.map((type) => schemaAt(type)) },
	Frame: frameSchema(),
	Answer: jsonSchema(FrameAnswer),
	Error: jsonSchema(FrameError),
	Refusal: jsonSchema(RequestError)
});

/** What ingest takes and answers, as an AsyncAPI 3 document, made from the schemas that judge it. */
export const asyncApi = (options: AsyncApiOptions): Node => ({
	asyncapi: '3.0.0',
	info: {
		title: 'Touchstone ingest',
		version: VERSION,
		description: DESCRIPTION,
		license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' }
	},
	defaultContentType: 'application/json',
	servers: servers(options),
	channels: channels(options.sources),
	operations: operations(options.sources),
	components: {
		messages: messages(),
		schemas: schemas(),
		securitySchemes: {
			key: { type: 'http', scheme: 'bearer', description: 'Authorization: Bearer KEY, the key of a source' }
		}
	}
});
