#!/usr/bin/env python3
"""PyTorch's side of the benchmark: ResNet-50 with made-up weights, measured when asked.

Reads one JSON object a line from standard input and answers each with one line (see compare.py):
  {"mode": "eager" | "graph" | "compiled", "precision": ..., "batch": 8, "seconds": 2.0}

eager     the model as it is
graph     the same, captured as a CUDA graph and replayed
compiled  torch.compile(mode="max-autotune"), which captures CUDA graphs itself

A run is what a caller waits for: pictures from pinned memory to the device, the network, the scores back. Precisions:
float32 without and tf32 with tensor cores for float32; float16 and bfloat16 have weights and activations of that type.
"""
import argparse
import json
import statistics
import sys
import time

import torch
from torch import nn

HALF = {"float16": torch.float16, "bfloat16": torch.bfloat16}
LONGEST = 20_000


class Bottleneck(nn.Module):
    """Three convolutions, added to what went in."""

    def __init__(self, channels_in, channels, stride):
        super().__init__()
        out = 4 * channels
        self.conv1 = nn.Conv2d(channels_in, channels, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels)
        self.conv3 = nn.Conv2d(channels, out, 1, bias=False)
        self.norm3 = nn.BatchNorm2d(out)
        self.shortcut = None
        if stride != 1 or channels_in != out:
            self.shortcut = nn.Sequential(nn.Conv2d(channels_in, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        y = torch.relu(self.norm1(self.conv1(x)))
        y = torch.relu(self.norm2(self.conv2(y)))
        y = self.norm3(self.conv3(y))
        return torch.relu(y + (x if self.shortcut is None else self.shortcut(x)))


class ResNet50(nn.Module):
    """Four stages of blocks, between a stem and a classifier of 1000 classes."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
        blocks, channels_in = [], 64
        for channels, count, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
            for index in range(count):
                blocks.append(Bottleneck(channels_in, channels, stride if index == 0 else 1))
                channels_in = 4 * channels
        self.blocks = nn.Sequential(*blocks)
        self.classifier = nn.Linear(2048, 1000)

    def forward(self, x):
        return self.classifier(self.blocks(self.stem(x)).mean((2, 3))).softmax(1)


def set_tensor_cores(precision):
    """Whether float32 is computed by tensor cores: a setting of the process, so made before each case is prepared."""
    allowed = precision != "float32"
    torch.backends.cuda.matmul.allow_tf32 = allowed
    torch.backends.cudnn.allow_tf32 = allowed
    torch.backends.cudnn.benchmark = True


class Case:
    """One mode, precision and batch, prepared and warm."""

    def __init__(self, device, mode, precision, batch):
        set_tensor_cores(precision)
        self.device = device
        dtype = HALF.get(precision, torch.float32)
        torch.manual_seed(1)
        model = ResNet50().eval().to(device, dtype)
        candidates = []
        for layout in (torch.contiguous_format, torch.channels_last):
            host = torch.rand(batch, 3, 224, 224).to(dtype).contiguous(memory_format=layout)
            self.use(model.to(memory_format=layout), host)
            candidates.append((self.seconds_of(10), str(layout), layout, host))
        _, self.layout, layout, host = min(candidates, key=lambda candidate: candidate[:2])
        model = model.to(memory_format=layout)
        if mode == "compiled":
            model = torch.compile(model, mode="max-autotune", fullgraph=True, dynamic=False)
        self.use(model, host)
        if mode == "graph":
            self.capture(model)
        self.seconds_of(10)

    def use(self, model, host):
        """Runs this model on this input from now on."""
        self.host = host.pin_memory() if self.device == "cuda" else host
        self.input = torch.empty_like(self.host, device=self.device, memory_format=torch.preserve_format)
        self.scores = torch.empty(host.shape[0], 1000, dtype=host.dtype)
        if self.device == "cuda":
            self.scores = self.scores.pin_memory()
        self.model = model

    def capture(self, model):
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream), torch.inference_mode():
            for _ in range(3):
                model(self.input)
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.inference_mode(), torch.cuda.graph(graph):
            result = model(self.input)

        def replay(_):
            graph.replay()
            return result

        self.model = replay

    def run(self):
        with torch.inference_mode():
            self.input.copy_(self.host, non_blocking=True)
            self.scores.copy_(self.model(self.input), non_blocking=True)
        if self.device == "cuda":
            torch.cuda.synchronize()

    def seconds_of(self, runs):
        start = time.perf_counter()
        for _ in range(runs):
            self.run()
        return (time.perf_counter() - start) / runs


def measure(case, seconds):
    times = []
    end = time.perf_counter() + seconds
    while not times or (time.perf_counter() < end and len(times) < LONGEST):
        start = time.perf_counter()
        case.run()
        times.append(1e3 * (time.perf_counter() - start))
    times.sort()
    return {"runs": len(times), "median_ms": statistics.median(times),
            "p10_ms": times[len(times) // 10], "p90_ms": times[len(times) * 9 // 10]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda", choices=("cuda", "cpu"))
    device = parser.parse_args().device
    import torch._dynamo
    torch._dynamo.config.cache_size_limit = 256
    name = torch.cuda.get_device_name() if device == "cuda" else "cpu"
    cases = {}
    for line in sys.stdin:
        request = json.loads(line)
        key = (request["mode"], request["precision"], request["batch"])
        answer = {"engine": "pytorch", "version": torch.__version__, "device": name,
                  "mode": key[0], "precision": key[1], "batch": key[2]}
        try:
            if key not in cases:
                cases[key] = Case(device, *key)
            set_tensor_cores(request["precision"])
            answer.update(measure(cases[key], request["seconds"]), note=cases[key].layout)
        except Exception as error:  # a mode that does not work here must not end the others
            answer["error"] = f"{type(error).__name__}: {error}".splitlines()[0]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
