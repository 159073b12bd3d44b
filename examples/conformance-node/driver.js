'use strict';
// A driver of the conformance suite (docs/conformance.md) for ali-ons, a RocketMQ client for Node.js that others wrote.
//
//   npm install --prefix examples/conformance-node
//   ./hotfire conformance --client exec:'node examples/conformance-node/driver.js'

const readline = require('readline');
const httpclient = require('urllib');
const { Producer, Message } = require('ali-ons');
const { version } = require('ali-ons/package.json');

const FEATURES = ['sync', 'properties', 'compression', 'delay', 'namespace', 'acl', 'close'];

/** What the client calls the settings of `start`. Others it does not have. */
const SETTINGS = {
  sendTimeoutMillis: 'sendMsgTimeout',
  retries: 'retryTimesWhenSendFailed',
  retryWhenNotStored: 'retryAnotherBrokerWhenNotStoreOK',
  compressOverBytes: 'compressMsgBodyOverHowmuch',
  heartbeatMillis: 'heartbeatBrokerInterval',
  routeRefreshMillis: 'pollNameServerInteval', // spelt so
  namespace: 'namespace',
  accessKey: 'accessKeyId',
  secretKey: 'accessKeySecret',
};

/** Fields of `send` that this driver passes on. Anything else is unsupported, and nothing is sent. */
const MESSAGE = ['topic', 'body', 'body64', 'tags', 'keys', 'properties', 'delayLevel', 'waitStored'];

// Standard output is the suite's: what the client logs goes to standard error.
const log = (...words) => console.error(...words);
const logger = { debug() {}, info() {}, warn: log, error: log };
process.on('uncaughtException', log);
process.on('unhandledRejection', log);

const producers = new Map();

const unknownOf = (command, known) => Object.keys(command).find(field => !['id', 'do', 'producer', ...known].includes(field));
const unsupported = what => ({ outcome: 'unsupported', what });

async function start(command) {
  const unknown = unknownOf(command, ['group', 'nameServers', ...Object.keys(SETTINGS)]);
  if (unknown) return unsupported(unknown);
  const options = {
    httpclient,
    logger,
    producerGroup: command.group,
    nameSrv: command.nameServers.split(';'),
    // Producers of one instance name share a client, and with it the first one's name servers.
    instanceName: `${command.producer}-${process.pid}`,
  };
  for (const [ours, theirs] of Object.entries(SETTINGS)) {
    if (command[ours] !== undefined) options[theirs] = command[ours];
  }
  const producer = new Producer(options);
  producer.on('error', log);
  await producer.ready();
  producers.set(command.producer, { producer, closed: false });
  return { outcome: 'done' };
}

async function send(command) {
  if (command.mode !== 'sync') return unsupported(command.mode);
  const unknown = unknownOf(command, ['mode', ...MESSAGE]);
  if (unknown) return unsupported(unknown);
  const { producer, closed } = producers.get(command.producer);
  // The client has no such state: it would connect anew.
  if (closed) return { outcome: 'failed', kind: 'closed', text: 'closed' };
  const body = command.body64 === undefined ? command.body : Buffer.from(command.body64, 'base64');
  const message = new Message(command.topic, command.tags, body);
  if (command.keys) message.keys = command.keys;
  if (command.delayLevel) message.delayTimeLevel = command.delayLevel;
  if (command.waitStored === false) message.waitStoreMsgOK = false;
  Object.assign(message.properties, command.properties);
  try {
    const { sendStatus, msgId, messageQueue, queueOffset } = await producer.send(message);
    return {
      outcome: 'stored',
      status: sendStatus,
      offsetMessageId: msgId,
      topic: messageQueue.topic,
      broker: messageQueue.brokerName,
      queue: Number(messageQueue.queueId),
      offset: queueOffset,
    };
  } catch (e) {
    const answer = { outcome: 'failed', kind: kindOf(e), error: e.name, text: e.message };
    if (typeof e.code === 'number') answer.code = e.code;
    return answer;
  }
}

function kindOf({ name, message, code }) {
  if (/no publish router|No topic route/.test(message)) return 'no-route';
  if (/timeout/i.test(name + message)) return 'timeout';
  if (/ECONNREFUSED|connect/.test(message)) return 'connect';
  return typeof code === 'number' ? 'refused' : 'other';
}

async function close(command) {
  const it = producers.get(command.producer);
  if (!it.closed) {
    it.closed = true;
    await it.producer.close();
  }
  return { outcome: 'done' };
}

const COMMANDS = {
  hello: async () => ({ outcome: 'done', name: 'ali-ons', version, language: 'javascript', protocol: 1, features: FEATURES }),
  start,
  send,
  close,
};

readline
  .createInterface({ input: process.stdin })
  .on('line', line => {
    const command = JSON.parse(line);
    const serve = COMMANDS[command.do] || (async () => unsupported(command.do));
    serve(command)
      .catch(e => ({ outcome: 'failed', kind: 'other', error: e.name, text: e.message }))
      .then(answer => process.stdout.write(JSON.stringify({ id: command.id, ...answer }) + '\n'));
  })
  .on('close', () => process.exit(0));
