"""The type of the arrays that the models pass on."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
