#!/usr/bin/env bash
# From nothing to a phone agent of 135 million parameters, and what each stage of its training brought.
#
#     bash training/recipes/smollm2.sh [SEED ...]     (0 1 2 where none is named)
#
# Data, supervised training, GRPO, and the same evaluation before and after each; on two cores some two hours a seed.
# The same command goes on after a break.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-.venv/bin/python}
recipes=training/recipes
model=models/smollm2
figures=runs/smollm2-figures
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(0 1 2)

# Success on the canonical tasks, and on two draws of each task from the half that is kept for testing.
measure() {
    local name=$1 agent="local:$model,${2:+adapter=$2,}dtype=float32,style=brief,max_tokens=48,keep_answers=true"
    for variation in canonical sampled; do
        local draws=1
        [ "$variation" = canonical ] || draws=2
        [ -f "$figures/$name/$variation/summary.json" ] || "$python" -m benchmarks.evaluate --agent "$agent" --variation "$variation" --seeds "$draws" \
            --threads 16 --no-pictures --out "$figures/$name/$variation"
    done
}

list() { # prefix: the folders of all seeds behind it
    local folders=("${seeds[@]/#/$1}")
    (IFS=,; echo "${folders[*]}")
}

[ -f data/smollm2/train.jsonl ] || "$python" -m training.generate --config $recipes/smollm2_data.yaml
"$python" -m training.models smollm2 --out $model
measure before ""
for seed in "${seeds[@]}"; do
    sft=runs/smollm2-sft-$seed grpo=runs/smollm2-grpo-$seed
    [ -f "$sft/adapter_config.json" ] ||
        "$python" -m training.sft --config $recipes/smollm2_sft.yaml --seed "$seed" --output_dir "$sft"
    measure "sft-$seed" "$sft"
    [ -f "$grpo/final/adapter_config.json" ] ||
        "$python" -m training.grpo --config $recipes/smollm2_grpo.yaml --seed "$seed" --adapter "$sft" --output_dir "$grpo"
    measure "grpo-$seed" "$grpo/final"
done
curves=()
for seed in "${seeds[@]}"; do curves+=(--curve "runs/smollm2-grpo-$seed"); done
"$python" -m training.report --data data/smollm2 --out runs/smollm2-report --stage "before=$figures/before" \
    --stage "SFT=$(list $figures/sft-)" --stage "GRPO=$(list $figures/grpo-)" "${curves[@]}"
