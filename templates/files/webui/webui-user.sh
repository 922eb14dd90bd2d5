#!/bin/bash
# Read by SD.Next's webui.sh before it starts. Which environment, and the switches that it needs at every start:
# OpenVINO, DirectML and ZLUDA fall back to the CPU without theirs.
# Another environment: venv_dir=.venv-openvino ./webui.sh

venv_dir="${venv_dir:-venv}"

# What sdn installed there; empty where the environment is not one of sdn's.
sdn_variant=$(sed -n 's/^.*"variant": *"\([a-z]*\)".*$/\1/p' "$venv_dir/sdn-environment.json" 2>/dev/null | head -n 1)
case $sdn_variant in
  openvino | directml | zluda)
    case " ${COMMANDLINE_ARGS:-} " in
      *" --use-$sdn_variant "*) ;;
      *) export COMMANDLINE_ARGS="--use-$sdn_variant${COMMANDLINE_ARGS:+ $COMMANDLINE_ARGS}" ;;
    esac
    ;;
esac
unset sdn_variant
