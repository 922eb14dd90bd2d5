"""Reference outputs of the smoke network in float64, from its definition and numpy alone.

Shares no code with sdn and none with OpenVINO: the network is written down here a second time, so that one
mistake cannot hide in both places. Usage:

    python make-reference.py [--sizes small,full] [--inputs N] [--outputs FILE] > ../tables/smoke-reference.json

Per size, input and output channel it stores mean, root mean square, extremes, some single values, and inner
products of the whole channel with +-1 vectors: an error anywhere in the output moves these.
"""

import argparse
import json

import numpy as np

EDGES = {"small": 32, "full": 128}
CHANNELS, GROUPS, HEADS, BLOCKS, EPSILON = 64, 8, 4, 15, 1e-5
SAMPLES, PROJECTIONS, SAMPLE_SEED, SIGN_SEED = 24, 16, 7001, 8001


def mix(seed, index):
    """MurmurHash3's finaliser over place and seed, in wrapping 32-bit arithmetic."""
    h = (index.astype(np.uint64) * 0x9E3779B1 + seed * 0x85EBCA77) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return h ^ (h >> 16)


def seeded(seed, shape, exponent, base=0.0):
    places = np.arange(int(np.prod(shape)), dtype=np.uint64)
    integers = (mix(seed, places) >> 24).astype(np.int64) - 128
    return (base + integers * 2.0**-exponent).reshape(shape)


def convolve(x, kernel, stride=1):
    """3x3, padded by one. x: [C, H, W]; kernel: [K, C, 3, 3]."""
    _, height, width = x.shape
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1)))
    total = 0.0
    for row in range(3):
        for column in range(3):
            window = padded[:, row : row + height : stride, column : column + width : stride]
            total = total + np.tensordot(kernel[:, :, row, column], window, axes=(1, 0))
    return total


def group_norm(x, scale, shift):
    groups = x.reshape(GROUPS, -1)
    normal = (groups - groups.mean(1, keepdims=True)) / np.sqrt(groups.var(1, keepdims=True) + EPSILON)
    return normal.reshape(x.shape) * scale[:, None, None] + shift[:, None, None]


def layer_norm(x, scale, shift):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + EPSILON) * scale + shift


def swish(x):
    return x / (1.0 + np.exp(-x))


def softmax(x):
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


class Seeds:
    """Tensors are numbered in the order in which the network meets them."""

    def __init__(self):
        self.last = 0

    def __call__(self, shape, exponent, base=0.0):
        self.last += 1
        return seeded(self.last, shape, exponent, base)


def attention(x, draw):
    channels, height, width = x.shape
    rows = x.reshape(channels, -1).T
    scale, shift = draw((channels,), 9, 1.0), draw((channels,), 9)
    normal = layer_norm(rows, scale, shift)
    query, key, value = (
        (normal @ draw((channels, channels), 9)).reshape(-1, HEADS, channels // HEADS).transpose(1, 0, 2)
        for _ in range(3)
    )
    mixed = softmax(0.25 * query @ key.transpose(0, 2, 1)) @ value
    rows = rows + mixed.transpose(1, 0, 2).reshape(-1, channels) @ draw((channels, channels), 9)
    return rows.T.reshape(channels, height, width)


def network(x):
    """x: [4, H, W]; returns [4, H/2, W/2]."""
    draw = Seeds()

    def kernel(to=CHANNELS, source=CHANNELS, exponent=10):
        return draw((to, source, 3, 3), exponent)

    def activated(values):
        scale, shift = draw((CHANNELS,), 9, 1.0), draw((CHANNELS,), 9)
        return swish(group_norm(values, scale, shift))

    hidden = convolve(x, kernel(CHANNELS, 4, 9))
    for _ in range(BLOCKS):
        hidden = hidden + convolve(activated(hidden), kernel())
    skip = convolve(hidden, kernel(), stride=2)
    low = attention(convolve(activated(skip), kernel(), stride=2), draw)
    raised = convolve(low.repeat(2, axis=1).repeat(2, axis=2), kernel())
    return convolve(activated(raised + skip), kernel(4))


def describe(channel):
    """channel: the values of one output channel, flat."""
    count = channel.size
    places = mix(SAMPLE_SEED, np.arange(SAMPLES, dtype=np.uint64)) % count
    signs = (
        1.0 - 2.0 * (mix(SIGN_SEED + row, np.arange(count, dtype=np.uint64)) & 1).astype(np.float64)
        for row in range(PROJECTIONS)
    )
    return {
        "mean": short(channel.mean()),
        "rms": short(np.sqrt((channel**2).mean())),
        "min": short(channel.min()),
        "max": short(channel.max()),
        "samples": [short(channel[int(place)]) for place in places],
        "projections": [short(sign @ channel) for sign in signs],
    }


def short(number):
    return float(f"{number:.10g}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--sizes", default="small,full")
    options.add_argument("--inputs", type=int, default=5)
    options.add_argument("--outputs", help="write the outputs of the first size as float32, for stand-ins in tests")
    chosen = options.parse_args()
    sizes = {}
    for size in chosen.sizes.split(","):
        edge = EDGES[size]
        inputs = (seeded(1000 + number, (4, edge, edge), 7) for number in range(chosen.inputs))
        outputs = [network(x) for x in inputs]
        sizes[size] = [[describe(channel.ravel()) for channel in output] for output in outputs]
        if chosen.outputs and len(sizes) == 1:
            np.stack(outputs).astype("<f4").tofile(chosen.outputs)
    layout = {"samples": SAMPLES, "projections": PROJECTIONS, "sampleSeed": SAMPLE_SEED, "signSeed": SIGN_SEED}
    print(json.dumps({"schema": "sdn.smoke-reference/1", "source": "make-reference.py, numpy float64",
                      "layout": layout, "sizes": sizes}))


main()
