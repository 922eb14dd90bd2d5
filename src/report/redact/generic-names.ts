/**
 * Account and host names that belong to nobody, and words of the report itself. They stay: a container whose
 * user is called `node` would otherwise lose the key `tool.node`. Inside a home folder they go all the same.
 */
export const GENERIC_NAMES: ReadonlySet<string> = new Set(
  `root user admin administrator runner runneradmin guest nobody default docker podman vagrant ubuntu debian fedora
  arch linux windows darwin macos localhost localdomain host home server desktop laptop build builder jenkins git
  github gitlab test tests node python python3 pip venv sdn sdnext openvino cuda rocm xpu directml zluda mps cpu gpu
  npu auto intel nvidia amd apple other torch runtime report detect verify doctor install reinstall launch bundle
  template pass info warn fail skip unknown ready proven reported contradicted failed schema tool name version
  command args verdict counts facts decision environment proof findings plan error device driver system packages
  settings inference file package title found need evidence remedy`.split(/\s+/),
);
