"""How results are printed."""


def aim(text, *, met):
    print(f"  {'yes' if met else 'NO ':3}  {text}")
