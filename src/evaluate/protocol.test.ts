import { describe, expect, it } from 'vitest';
import { protocol } from './protocol.ts';
import { metrics } from './registry.ts';

describe('a protocol', () => {
  it('has another hash when its id, its version or any setting is another, but not for another order', () => {
    const hash = protocol('a', 1, { x: 1, y: 2 }).hash;
    expect(protocol('a', 1, { y: 2, x: 1 }).hash).toBe(hash);
    const others = [
      protocol('b', 1, { x: 1, y: 2 }),
      protocol('a', 2, { x: 1, y: 2 }),
      protocol('a', 1, { x: 1, y: 3 }),
      protocol('a', 1, { x: 1 }),
    ];
    for (const other of others) expect(other.hash).not.toBe(hash);
  });

  it('is frozen: a changed setting needs a new version, and then a new line here', () => {
    const found = new Set(metrics.map(({ protocol: p }) => `${p.id} v${p.version} ${p.hash}`));
    expect([...found].sort()).toMatchInlineSnapshot(`
      [
        "alpha-precision-sequences v1 e0bfcb146b0ea052",
        "attribute-inference v1 4fe44a461d286919",
        "authenticity-sequences v1 95b4582718ba04fb",
        "convolutional v1 48584df1fcfc49c3",
        "copies-exact v1 96332a14d1833ee3",
        "copies-near v1 40c47204669492a6",
        "dcr-ratio v1 35a6de8b8d35145f",
        "dcr-share v1 fb294fed1b0d57ac",
        "diffusion-ts-context-fid v1 853ac29a43604772",
        "diffusion-ts-correlational v1 5a3d3f7c1dafaaef",
        "drawdown v1 613da44963208ec7",
        "identifiability v2 c30415b999f6932d",
        "imagentime-discriminative v1 8dba3fe5b32dfe0b",
        "imagentime-predictive v1 d8bed44f170809e6",
        "marginal-ks v1 72c2bb7e36aec2e6",
        "marginal-wasserstein v1 bfdd32e55963b4dc",
        "membership-distance v1 d36dfd2ea3288d77",
        "membership-domias v1 6f0576b1cfc7f8c7",
        "mmd-median v1 94687fb2cdffa030",
        "nndr v1 485a1653e1ade644",
        "pairwise-spread v1 749f15597ac4cf2e",
        "prdc-sequences v1 84b8c8012902546b",
        "random-convolutions v2 5f9e9739c1e65689",
        "rcgan-mmd v1 50cd4ce49aeb5f0a",
        "sbts-discriminative v2 6d6d5c5f51a36481",
        "sbts-predictive v1 96e38966689a7e13",
        "spectral v1 b65bf5997b300335",
        "tail-quantiles v1 95e59da67a941cf3",
        "timegan-2019-discriminative v1 043a380df3c9b68f",
        "timegan-2019-predictive v1 e7319a1b143f9c73",
        "timegan-paper-discriminative v1 198d50db2ddfb3b4",
        "timegan-paper-predictive v1 82f33eb7f0f288e1",
        "trts-classify-ridge v1 e1fd116d6360a832",
        "trts-forecast-ridge v1 593661fa5428a442",
        "trts-regress-ridge v1 059ecdebb1b9176b",
        "tsgbench-acd v1 0f9b8956fe09af70",
        "tsgbench-c-fid v1 0846af23bf9890fc",
        "tsgbench-dtw v1 168badda0f2c25a6",
        "tsgbench-ed v1 b9918689417ab4e8",
        "tsgbench-kd v1 9798d9a99bad3f44",
        "tsgbench-mdd v1 c627fef37932a2e0",
        "tsgbench-sd v1 c81d6a5641275824",
        "tstr-classify-knn v1 3ee3e46b83d4e606",
        "tstr-classify-network v1 4e957bab9944cd35",
        "tstr-classify-ridge v1 f7ad54ab93cbf1b8",
        "tstr-forecast-knn v1 a57fc2ceac44a45d",
        "tstr-forecast-network v1 e5b8c8ca9aba5f5e",
        "tstr-forecast-ridge v1 97e30642c3bf8349",
        "tstr-regress-knn v1 2ff07f5966e00c57",
        "tstr-regress-network v1 c228d6fc7e17a3fe",
        "tstr-regress-ridge v1 21cc2ec7a5e9658b",
        "unique-share v1 c6eabece01aca270",
        "vendi v1 80f68b852b5aff8e",
      ]
    `);
  });
});
