import { createMailings } from '../../../src/lib/server/mailings/mailings.ts';
import { paper, publish } from './paper.ts';

// Who mails reviews, as a process of its own, to be killed: `process.ts SMTP_URL DATA`.
const [smtp = '', data = ''] = process.argv.slice(2);
createMailings({
	...{ data, smtp, zone: 'UTC', origin: 'http://desk', publish, printer: paper() },
	...{ turnMs: 100, leaseMs: 1_000 }
}).start();
setInterval(() => undefined, 1_000);
