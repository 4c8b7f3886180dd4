// Reads predictions as any service would: committed records only, decoded with the schema that the registry
// has under the id in each record. Prints one JSON object a line; exits 0 after --count of them.
import { parseArgs } from 'node:util';
import kafkajs from 'kafkajs';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';

const { Kafka, logLevel } = kafkajs;

const USAGE =
  'usage: node consumer.mjs --brokers HOST:PORT[,HOST:PORT] --registry URL --topic TOPIC --count N [--timeout SECONDS] [--group ID]';

function options() {
  const { values } = parseArgs({
    options: {
      brokers: { type: 'string' },
      registry: { type: 'string' },
      topic: { type: 'string' },
      count: { type: 'string' },
      timeout: { type: 'string', default: '60' },
      group: { type: 'string', default: `node-consumer-${process.pid}-${Date.now()}` },
    },
  });
  for (const name of ['brokers', 'registry', 'topic', 'count']) {
    if (!values[name]) throw new Error(`--${name} is missing`);
  }
  return {
    ...values,
    brokers: values.brokers.split(','),
    count: positive('count', values.count),
    timeout: positive('timeout', values.timeout),
  };
}

function positive(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} is "${text}"; expected a whole number from 1 on`);
  return number;
}

async function consume({ brokers, registry: host, topic, count, timeout, group }) {
  const registry = new SchemaRegistry({ host });
  let lastError; // of the client, which retries; told when the time is over
  const kafka = new Kafka({
    clientId: 'millrace-node-consumer',
    brokers,
    logLevel: logLevel.ERROR,
    logCreator: () => ({ log }) => (lastError = log.error ?? log.message),
  });
  const consumer = kafka.consumer({
    groupId: group,
    readUncommitted: false, // read_committed: records of open and aborted transactions are not delivered
  });

  let printed = 0;
  let timer;
  const finished = new Promise((resolve, reject) => {
    const failAfterTimeout = () => {
      const cause = lastError ? `; the client's last error: ${lastError}` : '';
      reject(new Error(`${printed} of ${count} records of ${topic} came within ${timeout} s${cause}`));
    };
    timer = setTimeout(failAfterTimeout, timeout * 1000);
    // The client gives up on what it can't do, for example on a compression whose codec is not installed.
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(new Error(`${topic} at ${brokers.join(',')}: ${payload.error.message}`));
    });

    const eachMessage = async ({ partition, message }) => {
      if (printed === count || message.value === null) return;
      try {
        console.log(JSON.stringify(await registry.decode(message.value)));
      } catch (error) {
        reject(new Error(`${topic}, partition ${partition}, offset ${message.offset} can't be decoded: ${error.message}`));
        throw error; // the offset is not committed
      }
      if (++printed === count) resolve();
    };

    consumer
      .connect()
      .then(() => consumer.subscribe({ topics: [topic], fromBeginning: true }))
      .then(() => consumer.run({ eachMessage }))
      .catch((error) => reject(new Error(`${topic} at ${brokers.join(',')}: ${error.message}`)));
  });

  try {
    await finished;
  } finally {
    clearTimeout(timer);
    // Offsets are committed on the way out. A broker that is gone must not keep the process alive.
    const impatience = setTimeout(() => process.exit(), 5000).unref();
    await consumer.disconnect().catch(() => {});
    clearTimeout(impatience);
  }
}

let chosen;
try {
  chosen = options();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
try {
  await consume(chosen);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
