// Takes batches of people by HTTP, each once, however often it comes.
// SECRET=... FILE=people.jsonl node people.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const secret = process.env.SECRET ?? 'a secret';
const file = process.env.FILE ?? 'people.jsonl';

// What was done, by the key of its batch: one line of the file holds the people and the answer.
const done = new Map();
const people = new Map();
const remember = ({ key, taken, answer }) => {
  done.set(key, answer);
  for (const one of taken) people.set(one.email, one);
};
if (existsSync(file))
  for (const line of readFileSync(file, 'utf8').split('\n')) if (line) remember(JSON.parse(line));

const isSigned = (header, body) => {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (!t || Math.abs(Date.now() / 1000 - Number(t)) > 300) return false;
  return timingSafeEqual(createHmac('sha256', secret).update(`${t}.${body}`).digest(), Buffer.from(v1, 'hex'));
};

const take = (batch, key) => {
  const taken = [];
  const answers = batch.rows.map(({ row_index, row }) => {
    const record = Object.fromEntries(batch.headers.map((name, i) => [name, row[i] ?? '']));
    if (!record.email?.includes('@')) return { row_index, ok: false, error: 'Email is required', field: 'email' };
    taken.push(record);
    return { row_index, ok: true, outcome: people.has(record.email) ? 'updated' : 'created' };
  });
  const line = { key, taken, answer: { answers } };
  appendFileSync(file, JSON.stringify(line) + '\n');
  remember(line);
};

const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += piece;
  if (request.method !== 'POST' || !isSigned(request.headers['x-waybill-signature'], body))
    return response.writeHead(403).end();
  const key = request.headers['idempotency-key'];
  if (!done.has(key)) take(JSON.parse(body), key);
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(done.get(key)));
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(server.address().port));
