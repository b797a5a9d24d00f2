"""tritonclient.http, as far as the documents use it: tensors go and come as binary data over the standard library."""

import json
import urllib.request

import numpy

_TYPES = {"FP32": numpy.float32, "FP16": numpy.float16, "UINT8": numpy.uint8}
_LENGTH = "Inference-Header-Content-Length"


class InferInput:
    def __init__(self, name, shape, datatype):
        self._name, self._shape, self._datatype = name, list(shape), datatype
        self._data = None

    def set_data_from_numpy(self, input_tensor, binary_data=True):
        if input_tensor.dtype != _TYPES[self._datatype]:
            raise ValueError(f"got unexpected datatype {input_tensor.dtype} from numpy array, expected {self._datatype}")
        if list(input_tensor.shape) != self._shape:
            raise ValueError(f"got unexpected numpy array shape {input_tensor.shape}, expected {self._shape}")
        if not binary_data:
            raise NotImplementedError("the stand-in sends binary data alone")
        self._data = input_tensor.tobytes()
        return self


class InferResult:
    def __init__(self, header, tail):
        self._header, self._tail = header, tail

    def as_numpy(self, name):
        at = 0
        for output in self._header["outputs"]:
            size = output["parameters"]["binary_data_size"]
            if output["name"] == name:
                flat = numpy.frombuffer(self._tail[at : at + size], _TYPES[output["datatype"]])
                return flat.reshape(output["shape"])
            at += size
        return None


class InferenceServerClient:
    def __init__(self, url, verbose=False):
        if "://" in url:
            raise ValueError(f"url should not include the scheme, found {url}")
        self._url = f"http://{url}/v2/models/"

    def get_model_metadata(self, model_name, model_version=""):
        with urllib.request.urlopen(self._url + model_name, timeout=30) as response:
            return json.load(response)

    def infer(self, model_name, inputs, model_version="", outputs=None, request_id=""):
        described = [
            {
                "name": one._name,
                "shape": one._shape,
                "datatype": one._datatype,
                "parameters": {"binary_data_size": len(one._data)},
            }
            for one in inputs
        ]
        head = json.dumps({"inputs": described, "parameters": {"binary_data_output": True}}).encode()
        body = head + b"".join(one._data for one in inputs)
        headers = {"Content-Type": "application/octet-stream", _LENGTH: str(len(head))}
        request = urllib.request.Request(f"{self._url}{model_name}/infer", body, headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            answer = response.read()
            length = int(response.headers[_LENGTH])
        return InferResult(json.loads(answer[:length]), answer[length:])
