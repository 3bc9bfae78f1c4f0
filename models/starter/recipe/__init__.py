"""How the starter model is trained: README.md beside this file has the steps.

Data                     gather, clean, link        sources.py  cleaning.py  links.py  pairs.py
More data                made up; back-translated   synthetic.py  templates.tsv  values.py  back_translate.py
Text to numbers          pieces, hints, arrays      vocabulary.py  hints.py  arrays.py  dataset.py
Training                 start, steps, weights      warm_start.py  model.py  losses.py  optimiser.py  training.py  tensors.py
Judging, handing over                               scoring.py  alignment.py  export.py

Only `__main__.py` reads options and prints. What needs torch imports it; the data modules don't.
"""
