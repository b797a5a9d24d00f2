import type { Problem } from './problem.js';
import type { Response } from 'supertest';

export interface BatchResult {
  index: number;
  id?: string;
  status: number;
  predictions?: { label: string; confidence: number }[];
  latency_ms?: number;
  problem?: Problem & { status: number; request_id: string; queue?: object };
}

export interface BatchAnswer {
  results: BatchResult[];
  counts: { total: number; succeeded: number; failed: number };
}

export const batchIn = ({ body }: Response) => body as BatchAnswer;
