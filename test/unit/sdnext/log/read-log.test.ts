import { expect, test } from 'vitest';
import { readLog } from '../../../../src/sdnext/log/read-log.ts';
import type { LogReading } from '../../../../src/sdnext/log/reading.ts';

/** A console log of a start, each message with the prefix SD.Next writes. */
function start(...messages: readonly string[]): string {
  const lines = messages.map((message, second) => {
    const level = /^(?:DEBUG|INFO|WARNING|ERROR|CRITICAL) /.test(message) ? '' : 'INFO     ';
    return `10:00:${String(second).padStart(2, '0')}-123456 ${level}${message}`;
  });
  return ['10:00:00-000001 INFO     Starting SD.Next', ...lines, ''].join('\n');
}

function read(text: string): LogReading {
  const reading = readLog(text);
  if (reading === null) throw new Error('not taken for a log of SD.Next');
  return reading;
}

type Expected = Partial<Pick<LogReading, 'backend' | 'device' | 'acceleratorInUse' | 'requested'>> & {
  readonly problems?: readonly string[];
};
type Row = readonly [name: string, messages: readonly string[], expected: Expected];

const ENGINE = 'Engine: backend=Backend.DIFFUSERS';
const NVIDIA =
  'Device: device=NVIDIA GeForce RTX 4070 n=1 arch=sm_90 capability=(8, 9) cuda=12.6 cudnn=90501 driver=576.02';

const RUNS: readonly Row[] = [
  [
    'CUDA, 2025',
    [
      "Args: ['--debug']",
      'CUDA: nVidia toolkit detected',
      'Torch: torch==2.7.1+cu128 torchvision==0.22.1+cu128',
      `${ENGINE} compute=cuda device=cuda attention="Scaled-Dot-Product" mode=no_grad`,
      'Torch parameters: backend=cuda device=cuda config=Auto dtype=torch.bfloat16',
      NVIDIA,
    ],
    {
      backend: 'cuda',
      device: 'NVIDIA GeForce RTX 4070',
      acceleratorInUse: true,
      problems: [],
      requested: null,
    },
  ],
  [
    'CUDA, 2026, dictionary lines',
    [
      'CUDA: nVidia toolkit detected',
      'Torch backend: version="2.13.0+cu132" type=cuda cuda=13.2 cudnn=91002',
      "Torch detected: {'gpu': 'NVIDIA GeForce RTX 5090', 'vram': 32607, 'arch': (12, 0), 'cores': 170}",
    ],
    { backend: 'cuda', device: 'NVIDIA GeForce RTX 5090', acceleratorInUse: true, problems: [] },
  ],
  [
    'ROCm, 2023',
    [
      'AMD ROCm toolkit detected',
      'Torch 2.0.1+rocm5.4.2',
      'Torch backend: AMD ROCm HIP 5.4.22803',
      'Torch detected GPU: AMD Radeon RX 6800 VRAM 16368 Arch (10, 3) Cores 30',
    ],
    { backend: 'rocm', device: 'AMD Radeon RX 6800', acceleratorInUse: true, problems: [] },
  ],
  [
    'ROCm, engine line',
    [
      `${ENGINE} compute=rocm device=cuda mode=no_grad`,
      'Device: device=AMD Radeon RX 7900 XTX n=1 hip=6.2.41133',
    ],
    { backend: 'rocm', device: 'AMD Radeon RX 7900 XTX', acceleratorInUse: true, problems: [] },
  ],
  [
    'ZLUDA reported as cuda',
    [
      "Args: ['--use-zluda']",
      'ROCm: AMD toolkit detected',
      'Using ZLUDA in D:\\sd\\.zluda',
      `${ENGINE} compute=cuda device=cuda`,
      'Device: device=AMD Radeon RX 6600 [ZLUDA] n=1 arch=compute_37 cuda=11.8',
    ],
    {
      backend: 'zluda',
      device: 'AMD Radeon RX 6600 [ZLUDA]',
      acceleratorInUse: true,
      problems: [],
      requested: 'zluda',
    },
  ],
  [
    'IPEX',
    [
      "Args: ['--use-ipex']",
      'Torch: torch==2.7.1+xpu torchvision==0.22.1+xpu',
      `${ENGINE} compute=ipex device=xpu`,
      'Device: device=Intel(R) Arc(TM) A770 Graphics n=1 ipex=2.7.10+xpu driver=1.6.3',
    ],
    { backend: 'ipex', device: 'Intel(R) Arc(TM) A770 Graphics', acceleratorInUse: true, problems: [] },
  ],
  [
    'DirectML on its +cpu torch',
    [
      "Args: ['--use-directml']",
      'Using DirectML Backend',
      'Torch 2.3.1+cpu',
      'Torch backend: DirectML (0.2.4.dev240913)',
      'Torch detected GPU: AMD Radeon RX 5700',
      `${ENGINE} compute=directml device=privateuseone:0`,
    ],
    { backend: 'directml', device: 'AMD Radeon RX 5700', acceleratorInUse: true, problems: [] },
  ],
  [
    'MPS',
    [
      `${ENGINE} compute=mps device=mps attention="Scaled-Dot-Product"`,
      'Torch parameters: backend=mps device=mps config=Auto',
    ],
    { backend: 'mps', device: 'mps', acceleratorInUse: true, problems: [] },
  ],
  [
    'OpenVINO on a GPU, 2025',
    [
      "Args: ['--use-openvino']",
      'OpenVINO: selected',
      'Torch: torch==2.9.0+cpu torchvision==0.24.0+cpu',
      'WARNING  GPU stats: Torch not compiled with CUDA enabled',
      `${ENGINE} compute=openvino device=cpu attention="Scaled-Dot-Product"`,
      'Torch parameters: backend=openvino device=GPU config=Auto',
      'Device: device=Intel(R) Iris(R) Xe Graphics (iGPU) openvino=2025.3.0',
    ],
    {
      backend: 'openvino',
      device: 'Intel(R) Iris(R) Xe Graphics (iGPU)',
      acceleratorInUse: true,
      problems: [],
    },
  ],
  [
    'OpenVINO left to choose',
    [
      'Backend: OpenVINO',
      `${ENGINE} compute=openvino device=cpu`,
      'Torch parameters: backend=openvino device=AUTO config=Auto',
      `Device: active="AUTO" capabilities=[] devices=[{'CPU': 'x'}, {'GPU': 'Intel(R) Arc(TM) Graphics'}] openvino=2026.2.1`,
    ],
    { backend: 'openvino', device: 'AUTO', acceleratorInUse: null, problems: [] },
  ],
  [
    'OpenVINO on the CPU by choice',
    [`${ENGINE} compute=openvino device=cpu`, 'Torch parameters: backend=openvino device=CPU config=Auto'],
    { backend: 'openvino', device: 'CPU', acceleratorInUse: false, problems: [] },
  ],
  [
    'OpenVINO, silent downgrade',
    [
      `${ENGINE} compute=openvino device=cpu`,
      'Torch parameters: backend=openvino device=HETERO:CPU config=Auto',
    ],
    { backend: 'openvino', device: 'HETERO:CPU', acceleratorInUse: false, problems: [] },
  ],
  [
    'OpenVINO on CPU and GPU together',
    [
      `${ENGINE} compute=openvino device=cpu`,
      'Torch parameters: backend=openvino device=HETERO:GPU,CPU config=Auto',
      'DEBUG    OpenVINO compile: device=HETERO:GPU,CPU backend=openvino_fx hints={} file="None"',
    ],
    { backend: 'openvino', device: 'HETERO:GPU,CPU', acceleratorInUse: true, problems: [] },
  ],
  [
    'OpenVINO of 2024, parameters without a backend',
    [
      "Args: ['--use-openvino']",
      'Using OpenVINO',
      'Torch 2.3.1+cpu',
      'Setting Torch parameters: device=GPU dtype=torch.float32 vae=torch.float32',
    ],
    { backend: 'openvino', device: 'GPU', acceleratorInUse: true, problems: [] },
  ],
  [
    'a start that was cut before it said anything',
    [
      'Python: version=3.12.3 platform=Linux bin="/x/venv/bin/python3" venv="/x/venv"',
      "Args: ['--use-rocm']",
    ],
    { backend: 'unknown', device: null, acceleratorInUse: null, requested: 'rocm', problems: [] },
  ],
  [
    'OpenVINO of 2023, when it was no backend of its own',
    [
      'Version: app=sd.next updated=2023-09-15 hash=6b6db7bc',
      "Args: ['--use-openvino']",
      'Using OpenVINO',
      'Torch 2.1.0+cpu',
      'Engine: backend=Backend.DIFFUSERS compute=cpu mode=no_grad device=cpu',
    ],
    { backend: 'openvino', acceleratorInUse: null, problems: [], requested: 'openvino' },
  ],
  [
    'DirectML that stumbles over CUDA is no missing build',
    [
      'Using DirectML Backend',
      'Torch 2.0.0+cpu',
      'Torch backend: DirectML (0.2.0)',
      'AssertionError: Torch not compiled with CUDA enabled',
    ],
    { backend: 'directml', problems: [] },
  ],
];

const FAULTS: readonly Row[] = [
  [
    'CPU torch where CUDA is available',
    [
      'CUDA: nVidia toolkit detected',
      'WARNING  Torch: version="2.9.0+cpu" CPU version installed and CUDA is available - consider reinstalling',
      `${ENGINE} compute=cpu device=cpu`,
    ],
    { backend: 'cpu', device: 'CPU', acceleratorInUse: false, problems: ['torch-cpu-build'] },
  ],
  [
    'CPU torch under ZLUDA',
    [
      "Args: ['--use-zluda']",
      'ROCm: AMD toolkit detected',
      'ROCm: version=6.4, using agent gfx1200',
      "ZLUDA load: path='...\\.zluda' nightly=False",
      'Torch: torch==2.8.0+cpu torchvision==0.23.0+cpu',
      'ERROR    GPU stats: Torch not compiled with CUDA enabled',
    ],
    { backend: 'cpu', acceleratorInUse: false, problems: ['torch-cpu-build'], requested: 'zluda' },
  ],
  [
    'CPU torch under IPEX',
    [
      "Args: ['--use-ipex']",
      'IPEX: Intel OneAPI toolkit detected',
      'AssertionError: Torch not compiled with XPU enabled',
    ],
    { problems: ['torch-cpu-build'], requested: 'ipex' },
  ],
  [
    'the engine reports the CPU and nothing says why',
    [`${ENGINE} compute=cpu device=cpu mode=no_grad`],
    { backend: 'cpu', acceleratorInUse: false, problems: ['cpu-only-run'] },
  ],
  [
    'a GPU agent, a ROCm torch, and the CPU all the same',
    [
      "Args: ['--use-rocm']",
      'ROCm: AMD toolkit detected',
      "ROCm: agents=['gfx1201']",
      'Torch: torch==2.7.1+rocm6.3 torchvision==0.22.1+rocm6.3',
      `${ENGINE} compute=cpu device=cpu`,
    ],
    { backend: 'cpu', problems: ['cpu-only-run'] },
  ],
  [
    'an AMD toolkit and no flag',
    [
      'AMD ROCm toolkit detected',
      'WARNING  HIP SDK is detected, but no Torch release for Windows available',
      "For ZLUDA support specify '--use-zluda'",
      'Using CPU-only torch',
      "Load packages: {'torch': '2.3.0+cpu', 'diffusers': '0.27.2'}",
      `${ENGINE} compute=cpu device=cpu`,
    ],
    { backend: 'cpu', acceleratorInUse: false, problems: ['backend-not-selected'] },
  ],
  [
    'CUDA ran although OpenVINO was asked for',
    ["Args: ['--use-openvino']", 'Torch 2.6.0+cu126', `${ENGINE} compute=cuda device=cuda`, NVIDIA],
    { backend: 'cuda', problems: ['unexpected-backend'], requested: 'openvino' },
  ],
  [
    'torch kept its tensors on CUDA under OpenVINO',
    ["Args: ['--use-openvino', '--server-name', 'x']", `${ENGINE} compute=openvino device=cuda`],
    { backend: 'openvino', problems: ['unexpected-backend'] },
  ],
  [
    'OpenVINO that nobody asked for',
    [
      'Version: app=sd.next updated=2024-12-09 hash=a2f5a39a branch=master',
      'Args: []',
      'OpenVINO: selected',
      'Torch 2.3.1',
      `${ENGINE} compute=openvino device=cpu`,
    ],
    { backend: 'openvino', problems: ['unexpected-backend'] },
  ],
  [
    'no agent',
    [
      "Args: ['--use-zluda']",
      'ROCm: AMD toolkit detected',
      'WARNING  ROCm: no agent was found',
      'ROCm: version=6.2',
    ],
    { problems: ['no-device'] },
  ],
  [
    'no GPU for OpenVINO',
    [
      `${ENGINE} compute=openvino device=cpu`,
      'WARNING  OpenVINO: device=CPU no compatible GPU detected',
      'Torch parameters: backend=openvino device=CPU config=FP32',
    ],
    { backend: 'openvino', device: 'CPU', acceleratorInUse: false, problems: ['no-device'] },
  ],
  [
    'a device that is not listed',
    [
      `${ENGINE} compute=openvino device=cpu`,
      `Device: active="GPU.1" capabilities=[] devices=[{'CPU': 'x'}, {'GPU': 'y'}] openvino=2026.2.1`,
    ],
    { backend: 'openvino', acceleratorInUse: false, problems: ['stale-device-name'] },
  ],
  [
    'a device that the runtime refuses',
    [
      'AssertionError: OpenVINO: Specified device GPU is not in the list of OpenVINO Available Devices',
      `${ENGINE} compute=openvino device=cpu`,
    ],
    { problems: ['stale-device-name'] },
  ],
  [
    'the compile step off',
    [
      `${ENGINE} compute=openvino device=cpu`,
      'Torch parameters: backend=openvino device=GPU config=Auto',
      "Load model: family=sdxl time={'total': 8.1} native=1024",
      "Processed: images=1 its=0.04 ops=['txt2img']",
    ],
    { backend: 'openvino', acceleratorInUse: false, problems: ['compile-not-enabled'] },
  ],
  [
    'the compile step turned on later',
    [`${ENGINE} compute=openvino device=cpu`, 'WARNING  OpenVINO: Enabling Torch Compile Model'],
    { backend: 'openvino', problems: ['compile-not-enabled'] },
  ],
  [
    'a failed conversion',
    [
      `${ENGINE} compute=openvino device=cpu`,
      "torch._dynamo.exc.BackendCompilerFailed: backend='openvino_fx' raised:",
    ],
    { backend: 'openvino', problems: ['compile-failed'] },
  ],
  [
    'a black image',
    [
      `${ENGINE} compute=cuda device=cuda`,
      NVIDIA,
      'ERROR    Decode: sample=(1024, 1024, 3) invalid=3145728 mean=0.0 dtype=float32 vae=torch.float32 upcast=True failed to validate',
    ],
    { backend: 'cuda', acceleratorInUse: true, problems: ['invalid-image'] },
  ],
  [
    'a black image, 2023',
    [
      'ERROR    Failed to validate samples: sample=(768, 768, 3) invalid=1769472',
      'WARNING  Attempted to correct samples: min=0.00 max=0.00 mean=0.00',
    ],
    { problems: ['invalid-image'] },
  ],
  [
    'no kernels',
    [
      `${ENGINE} compute=rocm device=cuda`,
      'ERROR    Processing: HIP error: no kernel image is available for execution on the device',
    ],
    { acceleratorInUse: false, problems: ['arch-unsupported'] },
  ],
  [
    'memory exhausted',
    [
      `${ENGINE} compute=cuda device=cuda`,
      NVIDIA,
      'ERROR    Processing: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.50 GiB.',
    ],
    { backend: 'cuda', acceleratorInUse: true, problems: ['oom'] },
  ],
  [
    'Python of 2026',
    ['ERROR    Python: version=3.14.0 required=3.[10, 11, 12, 13] incompatible'],
    { backend: 'unknown', problems: ['python-version'] },
  ],
  [
    'Python of 2024',
    ['ERROR    Python version incompatible: 3.12.7 required 3.12.3 or lower'],
    { backend: 'unknown', problems: ['python-version'] },
  ],
  [
    'torch missing after a conflict',
    [
      'ERROR    Install: pip: install torch',
      'ERROR: ResolutionImpossible: for help visit',
      "ERROR    Torch cannot load: No module named 'torch'",
    ],
    { backend: 'unknown', acceleratorInUse: false, problems: ['resolver-conflict', 'missing-module'] },
  ],
  [
    'xFormers outside CUDA',
    [
      `${ENGINE} compute=mps device=mps`,
      'NotImplementedError: No operator found for `memory_efficient_attention_forward` with inputs:',
    ],
    { problems: ['attention-unsupported'] },
  ],
  [
    'no way to GitHub',
    [
      "ERROR    Repository failed to check version: HTTPSConnectionPool(host='api.github.com', port=443): Max retries exceeded with url: /repos",
    ],
    { problems: ['network-unreachable'] },
  ],
  [
    'an old NVIDIA driver',
    [
      'UserWarning: CUDA initialization: The NVIDIA driver on your system is too old (found version 11040)',
      'Torch 2.7.1+cu128',
      `${ENGINE} compute=cpu device=cpu`,
    ],
    { backend: 'cpu', problems: ['no-device'] },
  ],
  [
    'a traceback of OpenVINO’s compile step alone',
    [
      'AssertionError: Specified device GPU is not in the list of OpenVINO Available Devices',
      'torch._dynamo.exc.BackendCompilerFailed: openvino_fx raised InvalidCxxCompiler: No working C++ compiler found',
    ],
    { backend: 'openvino', acceleratorInUse: false, problems: ['stale-device-name', 'compile-failed'] },
  ],
  [
    'a flag with a value',
    ["error: argument --use-openvino: ignored explicit argument 'false'"],
    { problems: ['bad-arguments'] },
  ],
  [
    'OpenVINO taken unasked on a Mac, where the CPU then ran',
    [
      'Version: app=sd.next updated=2024-12-09 hash=a2f5a39a branch=master',
      'Args: []',
      'OpenVINO: selected',
      'Torch 2.3.1',
      `${ENGINE} compute=cpu device=cpu`,
    ],
    { backend: 'cpu', acceleratorInUse: false, problems: ['unexpected-backend'] },
  ],
  [
    'an AMD toolkit and no flag, cut before torch is named',
    [
      'AMD ROCm toolkit detected',
      'WARNING  HIP SDK is detected, but no Torch release for Windows available',
      'Using CPU-only torch',
    ],
    { backend: 'cpu', acceleratorInUse: false, problems: ['backend-not-selected'] },
  ],
  [
    'a server whose packages do not fit together',
    [
      `${ENGINE} compute=openvino device=cpu`,
      "ImportError: cannot import name 'sentinel' from 'typing_extensions' (/srv/venv/lib/python3.11/site-packages/typing_extensions.py)",
    ],
    { backend: 'openvino', problems: ['packages-mismatch'] },
  ],
  [
    'a start that ends because packages do not fit together',
    [
      "Args: ['--use-openvino']",
      "ERROR    Loader: torchvision==0.28.0+cu130 cannot import name 'ResolvedRevision' from 'huggingface_hub' (C:\\sd\\venv\\Lib\\site-packages\\huggingface_hub\\__init__.py)",
    ],
    { backend: 'unknown', problems: ['packages-mismatch'] },
  ],
  [
    'AUTO where OpenVINO lists the CPU only',
    [
      `${ENGINE} compute=openvino device=cpu`,
      'Torch parameters: backend=openvino device=AUTO config=Auto',
      `Device: active="AUTO" capabilities=['BF16'] devices=[{'CPU': 'AMD EPYC'}] openvino=2026.2.1`,
    ],
    { backend: 'openvino', device: 'CPU', acceleratorInUse: false, problems: [] },
  ],
  [
    'AUTO where OpenVINO lists a GPU beside the CPU',
    [
      `${ENGINE} compute=openvino device=cpu`,
      'Torch parameters: backend=openvino device=AUTO config=Auto',
      `Device: active="AUTO" capabilities=['BF16'] devices=[{'CPU': 'x'}, {'GPU': 'Arc'}] openvino=2026.2.1`,
    ],
    { backend: 'openvino', device: 'AUTO', acceleratorInUse: null, problems: [] },
  ],
  [
    'OpenVINO that could not be installed',
    [
      "Args: ['--use-openvino']",
      'Backend: OpenVINO',
      'Install: package="torch" cmd="torch==2.11.0+cpu torchvision==0.26.0 --index-url https://pt.example/whl/cpu" download and install in progress...',
      'ERROR    ERROR: No matching distribution found for torch==2.11.0+cpu',
      "ERROR    Torch cannot load: No module named 'torch'",
    ],
    {
      backend: 'unknown',
      device: null,
      acceleratorInUse: false,
      requested: 'openvino',
      problems: ['resolver-conflict', 'missing-module'],
    },
  ],
];

test.each(RUNS)('a run: %s', (_name, messages, expected) => check(messages, expected));
test.each(FAULTS)('a fault: %s', (_name, messages, expected) => check(messages, expected));

function check(messages: readonly string[], { problems, ...expected }: Expected): void {
  const reading = read(start(...messages));
  expect(reading).toMatchObject(expected);
  if (problems !== undefined) expect([...reading.problems].sort()).toEqual([...problems].sort());
}

test('the launcher’s own words about a venv are a log too', () => {
  const text =
    "Cannot launch python\n\nexit code: 103\n\nstderr:\ndid not find executable at 'C:\\Python313\\python.exe'\n";
  expect(read(text)).toMatchObject({ backend: 'unknown', problems: ['venv-broken'] });
});

test('the last start counts', () => {
  const broken = start('Torch 2.0.1+cpu', `${ENGINE} compute=cpu device=cpu`);
  const well = start(`${ENGINE} compute=cuda device=cuda`, NVIDIA);
  expect(read(broken + well)).toMatchObject({ backend: 'cuda', problems: [] });
  expect(read(well + broken)).toMatchObject({ backend: 'cpu', acceleratorInUse: false });
});

test('a last start that says nothing leaves the one before', () => {
  const well = start(`${ENGINE} compute=cuda device=cuda`, NVIDIA);
  expect(read(`${well}${start('Python 3.10.6 on Windows')}`)).toMatchObject({ backend: 'cuda' });
});

test('an extension’s missing module is no fault of the environment', () => {
  const text = start(
    'ERROR    Module load: extensions\\some-extension\\scripts\\main.py: ModuleNotFoundError',
    "ModuleNotFoundError: No module named 'segment_anything'",
    `${ENGINE} compute=cuda device=cuda`,
    NVIDIA,
  );
  expect(read(text)).toMatchObject({ problems: [], notes: ['app-error'], backend: 'cuda' });
});

test('cpu lines are explained, never a fault, where the backend works that way', () => {
  const reading = read(
    start(
      'Torch 2.11.0+cpu',
      "DEBUG    ONNX: version=1.24.3, provider=CPUExecutionProvider, available=['CPUExecutionProvider']",
      `${ENGINE} compute=openvino device=cpu`,
      'Torch parameters: backend=openvino device=GPU.1',
    ),
  );
  expect(reading).toMatchObject({ problems: [], notes: ['normal-cpu-line'], device: 'GPU.1' });
});

test('evidence names the line and what it means', () => {
  const { evidence } = read(start('Torch 2.0.1+cu118', `${ENGINE} compute=openvino device=cpu`));
  expect(evidence.at(-1)).toMatchObject({ line: 3, means: expect.stringContaining('normal for OpenVINO') });
});

test('a GPU someone else’s program found is no reading', () => {
  const kohya = [
    '17:21:01-622125 INFO     Kohya_ss GUI version: v23.0.5',
    '17:21:02-410497 INFO     nVidia toolkit detected',
    '17:21:03-277184 INFO     Torch 2.1.2+cu118',
    '17:21:03-295805 INFO     Torch detected GPU: NVIDIA GeForce RTX 4060 Laptop GPU VRAM 8188',
  ].join('\n');
  const a1111 = [
    'venv "C:\\stable-diffusion-webui\\venv\\Scripts\\Python.exe"',
    'Python 3.10.6 (tags/v3.10.6:9c7b4bd)',
    'Launching Web UI with arguments: --xformers',
    'RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB',
  ].join('\n');
  const comfy =
    '[START] Security scan\n** ComfyUI startup time: 2026-04-20 15:02:24.876\nTotal VRAM 8192 MB\n';
  for (const text of [kohya, a1111, comfy, '', '\n\n', 'hello', '{"a": 1}']) expect(readLog(text)).toBeNull();
});
