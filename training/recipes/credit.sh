#!/usr/bin/env bash
# Which credit teaches most: plain GRPO, equal states (GiGPO), continuations from forks; all at equal tokens.
#
#     bash training/recipes/credit.sh [SEED ...]     (0 1 2 where none is named)
#
# Begins with the adapter of supervised training (recipes/smollm2.sh makes it), gives every way the same number of
# drawn tokens, its forks and repeated draws included, and tests each on the half of the draws that is kept for testing.
# The same command goes on after a break: runs go on from their last checkpoint, and what is measured stays. Wall time
# is in the curves (rollouts/env_seconds, rollouts/policy_seconds, train_runtime).
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-.venv/bin/python}
tokens=${TOKENS:-600000}
model=models/smollm2
sft=${SFT:-runs/smollm2-sft-0}
out=runs/credit
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(0 1 2)

declare -A ways=(
    [plain]="--credit episode"
    [states]="--credit states --reward shaped"
    [forks]="--credit forks --reward shaped --branches 8 --continuations 4"
    [resampled]="--credit episode --resample 2"
    [reverse]="--credit episode --reverse true"
)
order=(plain states forks resampled reverse)

# As recipes/smollm2.sh measures.
measure() { # name adapter
    local agent="local:$model,adapter=$2,dtype=float32,style=brief,max_tokens=48,keep_answers=true"
    for variation in canonical sampled; do
        local draws=1
        [ "$variation" = canonical ] || draws=2
        [ -f "$out/$1/$variation/summary.json" ] || "$python" -m benchmarks.evaluate --agent "$agent" \
            --variation "$variation" --seeds "$draws" --threads 16 --no-pictures --out "$out/$1/$variation"
    done
}

[ -f "$sft/adapter_config.json" ] || { echo "$sft holds no adapter: run training/recipes/smollm2.sh first" >&2; exit 1; }
"$python" -m training.models smollm2 --out $model
measure tests/before "$sft"
for seed in "${seeds[@]}"; do
    for way in "${order[@]}"; do
        run=$out/$way-$seed
        # shellcheck disable=SC2086  # the options of a way are words
        [ -f "$run/final/adapter_config.json" ] || "$python" -m training.grpo --config training/recipes/smollm2_grpo.yaml \
            --seed "$seed" --adapter "$sft" --output_dir "$run" --most_tokens "$tokens" --max_steps 400 \
            --lr_scheduler_type constant --learning_rate 1e-4 --eval_strategy no --eval_on_start false ${ways[$way]}
        measure "tests/$way-$seed" "$run/final"
    done
done

list() { # way: the folders of its tests
    local folders=("${seeds[@]/#/$out/tests/$1-}")
    (IFS=,; echo "${folders[*]}")
}
# Differences from plain GRPO, paired by task and seed.
for way in "${order[@]:1}"; do
    "$python" -m training.report --data data/smollm2 --out "$out/report-$way" --stage "before=$out/tests/before" \
        --stage "plain=$(list plain)" --stage "$way=$(list "$way")" \
        --curve "$out/plain-${seeds[0]}" --curve "$out/$way-${seeds[0]}"
done
