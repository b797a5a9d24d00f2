import { graph, JOBS, number, query, rate, REPLICAS, type Row } from '../panel.js';

export const saturation: Row = {
  title: 'Saturation',
  panels: [
    graph('How full', {
      description: 'Each bounded resource in the fullest replica. A ticket from 80 % over ten minutes.',
      unit: 'percentunit',
      queries: [query(`tetrapod:saturation:ratio{${JOBS}}`, '{{job}} {{resource}}')],
    }),
    graph('Queue', {
      description: 'Pictures that wait for a worker, and how many may (QUEUE_MAX).',
      unit: 'none',
      queries: [
        query(`tetrapod_queue_length{${REPLICAS}}`, '{{pod}} {{instance}}'),
        query(`max (tetrapod_queue_limit{${REPLICAS}})`, 'limit'),
      ],
    }),
    graph('Wait for a worker, p95', {
      description: 'The same query that scales by queue wait. A ticket above half a second.',
      unit: 's',
      queries: [query(`tetrapod:queue_wait_seconds:p95_rate5m{${JOBS}}`, '{{job}}')],
    }),
    graph('In flight', {
      description: 'Requests that are not answered yet, and pictures that workers have.',
      unit: 'none',
      queries: [
        query(`sum (tetrapod_requests_in_flight{${REPLICAS}})`, 'requests'),
        query(`sum (tetrapod_jobs_in_flight{${REPLICAS}})`, 'pictures in workers'),
      ],
    }),
    graph('Bytes of bodies', {
      description: 'What request bodies hold in memory, and what they may (MAX_INFLIGHT_BYTES), by replica.',
      unit: 'bytes',
      queries: [
        query(`tetrapod_body_bytes{${REPLICAS}}`, '{{budget}} {{pod}} {{instance}}'),
        query(`max by (budget) (tetrapod_body_bytes_limit{${REPLICAS}})`, '{{budget}}, limit'),
      ],
    }),
    graph('Connections', {
      description: 'Open connections, and how many there may be (MAX_CONNECTIONS), by replica.',
      unit: 'none',
      queries: [
        query(`tetrapod_connections{${REPLICAS}}`, '{{pod}} {{instance}}'),
        query(`max (tetrapod_connections_limit{${REPLICAS}})`, 'limit'),
      ],
    }),
    graph('Shed load', {
      description:
        'The share of requests that were refused for want of capacity. A ticket from 1 % over ten minutes.',
      unit: 'percentunit',
      queries: [query(`tetrapod:requests_shed:ratio5m{${JOBS}}`, '{{job}}')],
    }),
  ],
};

export const workers: Row = {
  title: 'Workers',
  panels: [
    graph('Workers', {
      description: 'Workers that can take pictures, and how many there should be, over all replicas.',
      unit: 'none',
      queries: [
        query(`sum (tetrapod_workers{${REPLICAS}})`, 'live'),
        query(`sum (tetrapod_workers_wanted{${REPLICAS}})`, 'wanted'),
      ],
    }),
    graph('Ends of workers', {
      description: 'Workers that crashed or hung, in an hour. Each cost one picture and was replaced.',
      unit: 'none',
      queries: [
        query(`sum by (reason) (increase(tetrapod_worker_ends_total{${REPLICAS}}[1h]))`, '{{reason}}'),
      ],
    }),
    graph('Memory of workers', {
      description: 'RAM of all workers of a replica together; what they share counts in each.',
      unit: 'bytes',
      queries: [query(`tetrapod_worker_resident_memory_bytes{${REPLICAS}}`, '{{pod}} {{instance}}')],
    }),
    graph('Ready and draining', {
      description: '1 where a replica is ready, and where it drains.',
      unit: 'none',
      queries: [
        query(`tetrapod_ready{${REPLICAS}}`, 'ready {{pod}} {{instance}}'),
        query(`tetrapod_draining{${REPLICAS}}`, 'draining {{pod}} {{instance}}'),
      ],
      width: 24,
    }),
  ],
};

export const processes: Row = {
  title: 'Server process',
  panels: [
    graph('CPU', {
      description: 'Cores that the server process uses, without its workers.',
      unit: 'none',
      queries: [
        query(
          `rate(process_cpu_seconds_total{${REPLICAS}}[$__rate_interval]) and on (namespace, job, instance) tetrapod_build_info`,
          '{{pod}} {{instance}}',
        ),
      ],
    }),
    graph('Memory', {
      description: 'RAM of the server process and its workers together.',
      unit: 'bytes',
      queries: [query(`tetrapod:memory:bytes{${REPLICAS}}`, '{{pod}} {{instance}}')],
    }),
    graph('Heap', {
      description: 'JavaScript objects of the server process. Bodies are outside of the heap (external).',
      unit: 'bytes',
      queries: [
        query(`nodejs_heap_size_used_bytes{${REPLICAS}}`, 'used {{pod}} {{instance}}'),
        query(`nodejs_external_memory_bytes{${REPLICAS}}`, 'external {{pod}} {{instance}}'),
      ],
    }),
    graph('Event loop lag, p99', {
      description: 'How late the turns of the event loop are. A ticket above 100 ms.',
      unit: 's',
      queries: [query(`nodejs_eventloop_lag_p99_seconds{${REPLICAS}}`, '{{pod}} {{instance}}')],
    }),
    graph('Garbage collection', {
      description: 'The share of time that the server process stands still for it.',
      unit: 'percentunit',
      queries: [
        query(rate('nodejs_gc_duration_seconds_sum', { by: 'instance, kind' }), '{{kind}} {{instance}}'),
      ],
    }),
    graph('Open files', {
      description: 'Files and sockets of the server process, and how many there may be.',
      unit: 'none',
      queries: [
        query(`process_open_fds{${REPLICAS}}`, '{{pod}} {{instance}}'),
        query(`max (process_max_fds{${REPLICAS}})`, 'limit'),
      ],
    }),
    number('Age of the youngest replica', {
      description: 'Since its server process started.',
      unit: 's',
      queries: [query(`min (time() - process_start_time_seconds{${REPLICAS}})`, 'age')],
    }),
    number('Versions', {
      description: 'How many replicas run which version of Tetrapod.',
      unit: 'none',
      queries: [query(`count by (version) (tetrapod_build_info{${REPLICAS}})`, '{{version}}')],
    }),
  ],
};
